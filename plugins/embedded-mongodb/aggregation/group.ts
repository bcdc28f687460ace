import { identity } from '../bson/identity.js'
import { type Document, isDocument, type Value } from '../bson/values.js'
import { badValue, CommandError } from '../errors.js'
import { type Accumulator, Memory, parseAccumulator } from './accumulators.js'
import type { Expression, Item } from './expression.js'

const bytesPerGroup = 256

export function parseGroup(spec: Value, parse: (spec: Value) => Expression): (items: Iterable<Item>) => Iterable<Item> {
  if (!isDocument(spec)) badValue("a group's fields must be specified in an object")
  if (!spec.has('_id')) throw new CommandError(15955, 'a group specification must include an _id')
  const toId = parse(spec.get('_id')!)
  const fields = [...spec].filter(([name]) => name !== '_id').map(([name, accumulator]) => toField(name, accumulator, parse))
  return function* group(items) {
    const memory = new Memory()
    const groups = new Map<string, { id: Value; accumulators: Accumulator[] }>()
    for (const item of items) {
      const id = toId(item) ?? null
      const name = identity(id)
      let found = groups.get(name)
      if (found === undefined) {
        memory.use(bytesPerGroup + name.length * 4 + fields.length * 64)
        found = { id, accumulators: fields.map((field) => field.create(memory)) }
        groups.set(name, found)
      }
      for (let index = 0; index < fields.length; index++) found.accumulators[index]!.add(fields[index]!.input(item))
    }
    for (const { id, accumulators } of groups.values()) {
      const document: Document = new Map([['_id', id]])
      for (const [index, accumulator] of accumulators.entries()) document.set(fields[index]!.name, accumulator.toValue())
      yield document
    }
  }
}

function toField(name: string, accumulator: Value, parse: (spec: Value) => Expression) {
  if (name.includes('.') || name.startsWith('$'))
    badValue(`The field name '${name}' of $group cannot contain '.' or begin with '$'`)
  return { name, ...parseAccumulator(accumulator, parse) }
}
