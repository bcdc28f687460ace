import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { LRUCache } from 'lru-cache'
import { GatewayError, type Json, type JsonObject } from '../../src/plugin-api.js'
import { type CheckAnswered, type CheckAsked, READY } from './check-messages.js'
import { refuseSchema } from './compile-schema.js'

export interface SchemaCheck {
  /** @throws {GatewayError} INVALID_REQUEST when the schema is not one, is too large, or takes too long; OVERLOADED */
  compile(schema: JsonObject): Promise<(value: Json) => Promise<readonly string[]>>
  close(): Promise<void>
}

export interface SchemaCheckOptions {
  /** How long one check may take before its thread is ended; 1 s by default. */
  readonly patienceMs?: number
}

interface Pending {
  readonly asked: CheckAsked
  readonly settle: (answered: CheckAnswered | 'late') => void
}

/** For a thread to begin. */
const START_MS = 10_000
const MOST_PENDING = 1_000
const KNOWN_SCHEMAS = 1_000
const LIMITS = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 }

/** Checks one after another in a thread. One that takes too long loses the thread; those that waited behind it get a new one. */
export function createSchemaCheck({ patienceMs = 1_000 }: SchemaCheckOptions = {}): SchemaCheck {
  const pending: Pending[] = []
  /** Texts of schemas that were found good: asked again they need no answer before the call goes on. */
  const good = new LRUCache<string, true>({ max: KNOWN_SCHEMAS })
  let thread: Worker | undefined
  let isReady = false
  let timer: NodeJS.Timeout | undefined
  let lastId = 0

  function ask(schema: string, value?: Json): Promise<CheckAnswered | 'late'> {
    if (pending.length >= MOST_PENDING) {
      throw new GatewayError('OVERLOADED', 'Too many JSON schemas wait to be checked. Try again.', { retryAfterMs: 1_000 })
    }
    return new Promise((settle) => {
      pending.push({ asked: { id: ++lastId, schema, ...(value !== undefined && { value }) }, settle })
      if (pending.length === 1) next()
    })
  }

  /** One at a time, so that the clock is that of the check alone. */
  function next(): void {
    clearTimeout(timer)
    const [first] = pending
    if (!first) return
    thread ??= start()
    if (isReady) thread.postMessage(first.asked)
    timer = setTimeout(() => giveUp(), isReady ? patienceMs : START_MS)
  }

  function start(): Worker {
    const started = new Worker(entry(), { resourceLimits: LIMITS })
    started.unref()
    started.on('message', (answered: CheckAnswered | typeof READY) => {
      if (started !== thread) return
      if (answered === READY) {
        isReady = true
        return next()
      }
      if (pending[0]?.asked.id !== answered.id) return
      pending.shift()?.settle(answered)
      next()
    })
    // Out of memory, for one.
    started.on('error', () => started === thread && giveUp())
    return started
  }

  function giveUp(): void {
    void thread?.terminate()
    thread = undefined
    isReady = false
    pending.shift()?.settle('late')
    next()
  }

  return {
    async compile(schema) {
      const text = JSON.stringify(schema)
      if (!good.has(text)) {
        const answered = await ask(text)
        if (answered === 'late') throw refuseSchema('takes too long to check')
        if (answered.refusal !== undefined)
          throw new GatewayError('INVALID_REQUEST', answered.refusal, { path: 'responseFormat.schema' })
        good.set(text, true)
      }
      return async (value) => {
        const answered = await ask(text, value)
        if (answered === 'late') return ['it takes too long to check']
        return answered.problems ?? [answered.refusal ?? 'it cannot be checked']
      }
    },
    async close() {
      clearTimeout(timer)
      for (const { settle } of pending.splice(0)) settle('late')
      await thread?.terminate()
      thread = undefined
    },
  }
}

/** Compiled, beside this file; a test that runs from the sources takes the one that was built. */
function entry(): URL {
  const beside = new URL('check-thread.js', import.meta.url)
  return existsSync(fileURLToPath(beside)) ? beside : new URL('../../dist/plugins/json-schema/check-thread.js', import.meta.url)
}
