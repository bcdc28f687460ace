import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Completion, WholeAnswer } from '../domain/completion.js'
import type { Warning } from '../domain/completion-event.js'
import type { Principal } from '../domain/principal.js'

/** What the door knows of a request before its body: kept on the Fastify request. */
export interface Caller {
  readonly principal: Principal
  /** Monotonic, in milliseconds. */
  readonly startedMs: number
}

declare module 'fastify' {
  interface FastifyRequest {
    /** null until the key has been accepted. */
    caller: Caller | null
  }
}

export function callerOf(request: FastifyRequest): Caller {
  if (!request.caller) throw new Error(`${request.method} ${request.routeOptions.url} ran without an authenticated caller`)
  return request.caller
}

const HEADER_TEXT = /^[\x20-\x7e]{0,1000}$/
const REQUEST_ID = /^[A-Za-z0-9_-]{1,128}$/

/** The client's own id when it is sane, else the call's, else one by chance: the same in the answer and in the log. */
export function requestIdOf(request: FastifyRequest, callId?: string): string {
  const sent = request.headers['x-request-id']
  if (typeof sent === 'string' && REQUEST_ID.test(sent)) return sent
  return callId ?? `req_${randomBytes(12).toString('hex')}`
}

/** Headers of an answer that is whole: how it came about is known. `ourMs`: what the door itself took. */
export function setAnswerHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Completion | WholeAnswer,
  ourMs: number,
): void {
  setCallHeaders(request, reply, answer.id, answer.timings.overheadMs + ourMs)
  setWarnings(reply, answer.warnings)
  setRouting(reply, answer)
}

/** The deployment is the one whose answer is shown; its mirrors and judges were only attempts. */
function setRouting(reply: FastifyReply, { attempts, route }: Completion | WholeAnswer): void {
  const answering = attempts.findLast(({ outcome, role }) => outcome === 'SUCCEEDED' && role !== 'SHADOW' && role !== 'JUDGE')
  if (route !== null) reply.header('x-weir-route', toHeaderText(route))
  if (answering?.deployment !== undefined) reply.header('x-weir-deployment', toHeaderText(answering.deployment))
  reply.header('x-weir-attempts', attempts.length)
}

/** Headers of every answer that a call stands behind. */
export function setCallHeaders(request: FastifyRequest, reply: FastifyReply, callId: string, overheadMs?: number): void {
  reply.header('x-request-id', requestIdOf(request, callId))
  reply.header('x-weir-call-id', callId)
  if (overheadMs !== undefined) reply.header('x-weir-overhead-ms', overheadMs.toFixed(3))
}

/** Warnings by code and parameter; their sentences are in the details. */
export function setWarnings(reply: FastifyReply, warnings: readonly Warning[]): void {
  if (warnings.length === 0) return
  const codes = warnings.map(({ code, parameter }) => (parameter === undefined ? code : `${code}:${parameter}`))
  reply.header('x-weir-warnings', toHeaderText(codes.join(', ')))
}

function toHeaderText(text: string): string {
  if (HEADER_TEXT.test(text)) return text
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 1000)
}
