/** What the processes need of a logger; pino's fits. */
export interface ProcessLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
  fatal(details: object, message: string): void
}
