import type { Completion } from '../../../domain/completion.js'
import type { Warning } from '../../../domain/completion-event.js'
import type { Message } from '../../../domain/content.js'
import type { Principal } from '../../../domain/principal.js'
import type { ResponseStore } from '../../../domain/stores.js'
import type { DoorLog } from '../../door-log.js'
import type { ResponsesRequest } from './from-responses-request.js'
import type { Conversation } from './load-conversation.js'
import type { OutputItems } from './output-items.js'
import { fromStoredWire } from './stored-wire.js'
import { toInputItems } from './to-input-items.js'
import { toItemStatus, toResponse } from './to-response.js'

export interface KeepOptions {
  readonly responses: ResponseStore
  readonly log: DoorLog
  /** How long the end of an answer waits for the store. */
  readonly timeoutMs: number
  readonly principal: Principal
  readonly asked: ResponsesRequest
  readonly conversation: Conversation
  /** What this turn adds, without instructions. */
  readonly input: readonly Message[]
  readonly items: OutputItems
}

const NOT_STORED: Warning = {
  code: 'NOT_STORED',
  message:
    'The response could not be stored: it cannot be continued by its id, retrieved or deleted. Send its items again instead.',
  parameter: 'store',
}

/**
 * Writes the response before the caller learns that it is complete. When that fails, or takes too long, the answer is not worth less:
 * it says that it is not stored.
 */
export function keepResponse(options: KeepOptions): (completion: Completion) => Promise<readonly Warning[]> {
  return async (completion) => {
    try {
      await within(options.timeoutMs, insert(options, completion))
      return []
    } catch (err) {
      options.log.error({ err, callId: completion.id }, 'A response was not stored')
      return [NOT_STORED]
    }
  }
}

export function isStored(asked: ResponsesRequest, { warnings }: Completion): boolean {
  return asked.store && !warnings.some(({ code }) => code === 'NOT_STORED')
}

async function insert(options: KeepOptions, completion: Completion): Promise<void> {
  const { responses, principal, asked, conversation, input, items } = options
  const response = toResponse(asked, completion, items.toWire(toItemStatus(completion)))
  await responses.insert({
    id: completion.id,
    organizationId: principal.organizationId,
    keyId: principal.keyId,
    createdAt: completion.createdAt,
    ancestors: conversation.ancestors,
    input,
    output: completion.choices[0]?.parts ?? [],
    wire: fromStoredWire({
      response,
      input: toInputItems(asked.input, completion.id, conversation.findWire),
      layout: items.layout(),
    }),
  })
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The store did not answer within ${ms} ms`)), ms)
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
