import { GatewayError } from '../domain/gateway-error.js'

/** The open WebSockets and event streams, which hold memory for as long as they please. */
export class ConnectionCount {
  private open = 0

  constructor(private readonly max: number) {}

  get current(): number {
    return this.open
  }

  /** @throws {GatewayError} OVERLOADED at the limit */
  add(): void {
    if (this.open >= this.max) {
      throw new GatewayError('OVERLOADED', 'This process has as many streaming connections as it takes. Try again later.')
    }
    this.open++
  }

  remove(): void {
    this.open--
  }
}
