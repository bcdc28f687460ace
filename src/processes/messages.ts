import type { Config } from '../config.js'
import type { RelayTopics } from '../domain/relay.js'

export type Topic = keyof RelayTopics

/** What a worker that serves tells the operator. */
export interface Serving {
  readonly providers: readonly string[]
  /** The secret of the admin key, when it was made now. */
  readonly adminKey: string | null
}

/** What a worker says about its own life. */
export type LifeMessage =
  | { readonly type: 'weir:booted' }
  | ({ readonly type: 'weir:ready' } & Serving)
  | { readonly type: 'weir:failed'; readonly message: string }

/** What a worker needs to serve. It goes by message, since anybody on the machine can read a command line. */
export interface WorkerStart {
  readonly config: Config
  readonly mongodbUri: string
  /** Names this process in call ids and in the journal. */
  readonly writer: string
  /** Of all workers of this machine. The first does what is done once, such as migrations and the admin key, before the others start. */
  readonly writers: readonly string[]
}

export type RelayToPrimary =
  | { readonly type: 'weir:publish'; readonly topic: Topic; readonly payload: RelayTopics[Topic] }
  | { readonly type: 'weir:subscribed'; readonly topics: readonly Topic[] }
  | { readonly type: 'weir:ask-drain'; readonly id: number; readonly writer: string }
  | { readonly type: 'weir:drained'; readonly id: number; readonly done: boolean }

export type RelayToWorker =
  | { readonly type: 'weir:deliver'; readonly topic: Topic; readonly payload: RelayTopics[Topic] }
  | { readonly type: 'weir:wanted'; readonly topics: readonly Topic[] }
  | { readonly type: 'weir:drain'; readonly id: number }
  | { readonly type: 'weir:drain-answer'; readonly id: number; readonly done: boolean }

export type ToPrimary = LifeMessage | RelayToPrimary
export type ToWorker = ({ readonly type: 'weir:start' } & WorkerStart) | { readonly type: 'weir:stop' } | RelayToWorker

/** Others speak on the same channel, such as the metrics. */
export function isOurs<Message extends ToPrimary | ToWorker>(message: unknown): message is Message {
  return typeof message === 'object' && message !== null && 'type' in message && String(message.type).startsWith('weir:')
}

/**
 * Topics that always go through the primary to every worker, wanted or not: they are rare, and a worker must not miss a revoked key
 * while its subscription is still on the way.
 */
export const ALWAYS_RELAYED: ReadonlySet<Topic> = new Set<Topic>(['api-key-changed'])
