/** The part of a logger that the doors use; pino fits. */
export interface DoorLog {
  error(fields: object, message: string): void
}
