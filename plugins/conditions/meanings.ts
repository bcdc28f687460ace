import { boundedPattern, LONGEST_SEARCHED } from './bounded-pattern.js'
import { refusal } from './refusal.js'
import { type Call, giveMeaning, literalText, type Meaning, type SyntaxNode } from './syntax-node.js'
import { TIME_PARTS, zoneOf } from './zoned-time.js'

const TIMESTAMP = 'google.protobuf.Timestamp'

/** A search that is compiled once and whose worst case is bounded. */
export function meanMatches(source: string, node: SyntaxNode, { receiver, args }: Call): void {
  const [argument] = args
  const pattern = literalText(argument)
  if (!receiver || !argument || pattern === undefined || args.length !== 1) {
    throw refusal(source, node.pos, 'matches takes one pattern, which must be written out as a text')
  }
  const expression = boundedPattern(pattern)
  if (typeof expression === 'string') throw refusal(source, argument.pos, expression)
  giveMeaning(node, {
    typeCheck(checker, _meaning, context) {
      const { name } = checker.check(receiver, context)
      if (name === 'string') return checker.getType('bool')
      throw checker.createError('no_matching_overload', `matches is for a string, not for ${name}`, node)
    },
    evaluate(evaluator, _meaning, context) {
      const text = evaluator.run(receiver, context) as string
      if (text.length > LONGEST_SEARCHED) throw new TextTooLong()
      return expression.test(text)
    },
  })
}

/** A text that is longer than what is searched. */
export class TextTooLong extends Error {
  readonly code = `text_of_more_than_${LONGEST_SEARCHED}_characters`
}

/** A part of a time in a zone, UTC when none is given. A duration has no zone: its own methods stay. */
export function meanTimePart(source: string, node: SyntaxNode, { name, receiver, args }: Call): void {
  const part = TIME_PARTS[name]
  const zone = args.length === 0 ? 'UTC' : literalText(args[0])
  if (!receiver || !part || zone === undefined || args.length > 1) {
    throw refusal(source, node.pos, `${name} takes at most a time zone, which must be written out as a text`)
  }
  const toLocal = zone === 'UTC' ? (at: Date) => at : checkedZone(source, args[0]!, zone)
  giveMeaning(node, {
    typeCheck(checker, _meaning, context) {
      const type = checker.check(receiver, context)
      if (type.name === TIMESTAMP) return checker.getType('int')
      throw checker.createError('no_matching_overload', `${name} is for a timestamp such as now, not for ${type.name}`, node)
    },
    evaluate: (evaluator, _meaning, context) => BigInt(part(toLocal(evaluator.run(receiver, context) as Date))),
  })
}

function checkedZone(source: string, argument: SyntaxNode, zone: string): (at: Date) => Date {
  try {
    return zoneOf(zone)
  } catch {
    throw refusal(source, argument.pos, `there is no time zone "${zone}"; one is named such as Europe/Berlin or UTC`)
  }
}

/** A header or an entry of the metadata: an empty text when it is absent, as all texts of which nothing is known. */
export function textOrEmpty(node: SyntaxNode, map: SyntaxNode, key: SyntaxNode | string): Meaning {
  return {
    typeCheck(checker, _meaning, context) {
      const entries = checker.check(map, context).name
      const name = typeof key === 'string' ? 'string' : checker.check(key, context).name
      if (name === 'string' && entries === 'map<string, string>') return checker.getType('string')
      throw checker.createError('invalid_index_type', `an entry of ${entries} is not named by ${name}`, node)
    },
    evaluate(evaluator, _meaning, context) {
      const entries = evaluator.run(map, context) as Readonly<Record<string, string>>
      const name = typeof key === 'string' ? key : (evaluator.run(key, context) as string)
      return Object.hasOwn(entries, name) ? entries[name] : ''
    },
  }
}
