import type { SharedCache } from 'dataloader-cache'
import type { Admin } from '../admin/admin.js'
import type { ControlPlane } from '../admin/control-plane.js'
import type { RouteHealthSource } from '../admin/route-health.js'
import type { CallRecord } from '../domain/call-record.js'
import type { Principal } from '../domain/principal.js'
import type { CallOptions, Pipeline } from '../pipeline/pipeline.js'
import { createLoaders, type Loaders } from './loaders.js'

/** What all operations share. */
export interface DoorParts {
  readonly pipeline: Pipeline
  readonly admin: Admin
  /** Records of ended calls, by organisation and id. */
  readonly endedCalls: SharedCache<CallRecord>
}

/** What one operation came with. */
export interface OperationHead {
  /** What conditions of routes may read, by lower-case names. */
  readonly headers?: NonNullable<CallOptions['headers']>
  /** As the client sent it, `Bearer …` or bare. */
  readonly credential: string | undefined
  readonly traceparent?: string | undefined
}

const NO_HEADERS = {}

/**
 * What the resolvers of one operation share. A new one for each operation, also on a WebSocket: graphql-shield keeps its cache here.
 * Its state is in fields and not in closures or private members, because Apollo Server works on a copy.
 */
export class OperationContext {
  private knownPrincipal: Principal | undefined = undefined
  private knownLoaders: Loaders | undefined = undefined
  _shield: object | undefined = undefined
  private readonly aborter = new AbortController()

  constructor(
    private readonly parts: DoorParts,
    private readonly head: OperationHead,
  ) {}

  get pipeline(): Pipeline {
    return this.parts.pipeline
  }

  get admin(): Admin {
    return this.parts.admin
  }

  get control(): ControlPlane {
    return this.admin.control
  }

  get routeHealth(): RouteHealthSource {
    return this.admin
  }

  get endedCalls(): SharedCache<CallRecord> {
    return this.parts.endedCalls
  }

  get traceparent(): string | undefined {
    return this.head.traceparent
  }

  get headers(): NonNullable<CallOptions['headers']> {
    return this.head.headers ?? NO_HEADERS
  }

  /** Aborted when the caller has gone or has lost interest. */
  get signal(): AbortSignal {
    return this.aborter.signal
  }

  abort(): void {
    this.aborter.abort()
  }

  /** Whoever sent the credentials; they are looked at once. @throws {GatewayError} UNAUTHENTICATED */
  get principal(): Principal {
    this.knownPrincipal ??= this.pipeline.authenticate(this.head.credential)
    return this.knownPrincipal
  }

  /** For what stays open: the key may have been revoked or have expired since. @throws {GatewayError} UNAUTHENTICATED */
  authenticateAgain(): void {
    this.knownPrincipal = this.pipeline.authenticate(this.head.credential)
  }

  get loaders(): Loaders {
    this.knownLoaders ??= createLoaders(this)
    return this.knownLoaders
  }
}
