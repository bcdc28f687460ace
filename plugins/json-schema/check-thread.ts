import { parentPort } from 'node:worker_threads'
import { GatewayError, type JsonObject } from '../../src/plugin-api.js'
import { type CheckAnswered, type CheckAsked, READY } from './check-messages.js'
import { compileSchema } from './compile-schema.js'

/** The thread that compiles schemas and validates by them. It may be ended at any time. */
parentPort?.on('message', (asked: CheckAsked) => parentPort?.postMessage(answer(asked)))
parentPort?.postMessage(READY)

function answer({ id, schema, value }: CheckAsked): CheckAnswered {
  try {
    const validate = compileSchema(JSON.parse(schema) as JsonObject)
    return { id, problems: value === undefined ? [] : validate(value) }
  } catch (error) {
    return { id, refusal: error instanceof GatewayError ? error.message : 'The JSON schema cannot be used.' }
  }
}
