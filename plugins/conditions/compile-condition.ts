import { Environment, type ParseResult } from '@marcbachmann/cel-js'
import type { CompileCondition, Condition, ConditionResult } from '../../src/plugin-api.js'
import { explain } from './explain.js'
import { PrincipalView, RequestView, variablesOf } from './facts-view.js'
import { placeOf, refusal } from './refusal.js'
import { restrict } from './restrict.js'
import { toSyntaxNode } from './syntax-node.js'
import { VARIABLES } from './variables.js'

const LONGEST_SOURCE = 2_000

const environment = new Environment({
  limits: { maxAstNodes: 500, maxDepth: 32, maxListElements: 200, maxMapEntries: 100, maxCallArguments: 4 },
})
  .registerType('Request', { ctor: RequestView, fields: VARIABLES.request })
  .registerType('Principal', { ctor: PrincipalView, fields: VARIABLES.principal })
  .registerVariable('request', 'Request')
  .registerVariable('principal', 'Principal')
  .registerVariable('now', 'google.protobuf.Timestamp')

const HOLDS: ConditionResult = { holds: true }
const FAILS: ConditionResult = { holds: false }

/** Conditions in CEL, checked by the types of what they may name; see docs/conditions.md. */
export const compileCondition: CompileCondition = (source) => {
  if (source.length > LONGEST_SOURCE)
    throw refusal(source, LONGEST_SOURCE, `a condition has at most ${LONGEST_SOURCE} characters`)
  const evaluate = parse(source)
  const checked = evaluate.check()
  if (!checked.valid) throw explain(source, checked.error)
  if (checked.type !== 'bool') throw refusal(source, 0, `it must be true or false, and this is ${checked.type}`)
  return createCondition(source, evaluate)
}

function parse(source: string): ParseResult {
  const parsed = parseOrExplain(source)
  restrict(source, toSyntaxNode(parsed.ast))
  return parsed
}

function parseOrExplain(source: string): ParseResult {
  try {
    return environment.parse(source)
  } catch (error) {
    throw explain(source, error)
  }
}

function createCondition(source: string, evaluate: ParseResult): Condition {
  return {
    source,
    test(facts) {
      try {
        return evaluate(variablesOf(facts)) === true ? HOLDS : FAILS
      } catch (error) {
        return { holds: false, problem: problemOf(source, error) }
      }
    },
  }
}

/** Names the kind of the problem and its place, never the value: that is the caller's. */
function problemOf(source: string, error: unknown): string {
  const { code, range } = error as { readonly code?: string; readonly range?: { readonly start: number } }
  const kind = typeof code === 'string' ? code.replaceAll('_', ' ') : 'it could not be evaluated'
  return range ? `${kind} (${placeOf(source, range.start)})` : kind
}
