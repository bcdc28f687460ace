import { isNumeric, toDouble } from '../bson/arithmetic.js'
import { compareValues } from '../bson/compare.js'
import { int32 } from '../bson/decode.js'
import { encode } from '../bson/encode.js'
import { identity } from '../bson/identity.js'
import { type Document, isDecimal, isDocument, type Value } from '../bson/values.js'
import { badValue, CommandError, refuse } from '../errors.js'
import type { Expression } from './expression.js'
import { Sum } from './sum.js'

export interface Accumulator {
  add(value: Value | undefined): void
  toValue(): Value
}

export interface AccumulatorSpec {
  input: Expression
  create(memory: Memory): Accumulator
}

/** What the groups of one `$group` hold in memory. */
export class Memory {
  #bytes = 0

  use(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes > 100 * 1024 * 1024) throw new CommandError(292, '$group exceeded its memory limit of 104857600 bytes')
  }
}

type Parse = (spec: Value) => Expression

export function parseAccumulator(spec: Value, parse: Parse): AccumulatorSpec {
  if (!isDocument(spec) || spec.size !== 1) badValue('a field of $group has to be an object with one accumulator')
  const [[name, operand]] = [...spec] as [[string, Value]]
  if (name === '$count') {
    if (!isDocument(operand) || operand.size > 0) badValue('$count takes no arguments')
    return { input: () => int32(1), create: () => new Total() }
  }
  if (name === '$percentile' || name === '$median') return parsePercentile(name, operand, parse)
  const create = simple[name] ?? refuse(`The accumulator ${name}`)
  if (Array.isArray(operand)) refuse(`The accumulator ${name} of several expressions`)
  return { input: parse(operand), create }
}

const simple: Record<string, (memory: Memory) => Accumulator> = {
  $sum: () => new Total(),
  $avg: () => new Average(),
  $min: () => new Extreme(-1),
  $max: () => new Extreme(1),
  $first: () => new First(),
  $last: () => new Last(),
  $push: (memory) => new List(memory),
  $addToSet: (memory) => new DistinctValues(memory),
}

class Total implements Accumulator {
  readonly #sum = new Sum()

  add(value: Value | undefined): void {
    if (value !== undefined) this.#sum.add(value)
  }

  toValue(): Value {
    return this.#sum.toValue()
  }
}

class Average implements Accumulator {
  readonly #sum = new Sum()
  #count = 0

  add(value: Value | undefined): void {
    if (!isNumeric(value)) return
    this.#sum.add(value!)
    this.#count++
  }

  toValue(): Value {
    return this.#count === 0 ? null : this.#sum.toDouble() / this.#count
  }
}

class Extreme implements Accumulator {
  #best: Value = null

  constructor(readonly direction: 1 | -1) {}

  add(value: Value | undefined): void {
    if (value === undefined || value === null) return
    if (this.#best === null || Math.sign(compareValues(value, this.#best)) === this.direction) this.#best = value
  }

  toValue(): Value {
    return this.#best
  }
}

class First implements Accumulator {
  #value: Value | undefined

  add(value: Value | undefined): void {
    if (this.#value === undefined) this.#value = value ?? null
  }

  toValue(): Value {
    return this.#value ?? null
  }
}

class Last implements Accumulator {
  #value: Value = null

  add(value: Value | undefined): void {
    this.#value = value ?? null
  }

  toValue(): Value {
    return this.#value
  }
}

class List implements Accumulator {
  readonly #values: Value[] = []

  constructor(readonly memory: Memory) {}

  add(value: Value | undefined): void {
    if (value === undefined) return
    this.memory.use(encode({ value }).length + 16)
    this.#values.push(value)
  }

  toValue(): Value {
    return this.#values
  }
}

class DistinctValues implements Accumulator {
  readonly #values = new Map<string, Value>()

  constructor(readonly memory: Memory) {}

  add(value: Value | undefined): void {
    if (value === undefined) return
    const name = identity(value)
    if (this.#values.has(name)) return
    this.memory.use(name.length * 2 + 64)
    this.#values.set(name, value)
  }

  toValue(): Value {
    return [...this.#values.values()]
  }
}

/** MongoDB approximates percentiles; these are the exact ones by nearest rank, which is what it gives while there are few numbers. */
class Percentiles implements Accumulator {
  readonly #numbers: number[] = []

  constructor(
    readonly fractions: number[],
    readonly single: boolean,
    readonly memory: Memory,
  ) {}

  add(value: Value | undefined): void {
    if (isDecimal(value)) refuse('A percentile of Decimal128 values')
    if (!isNumeric(value)) return
    const number = toDouble(value!)
    if (Number.isNaN(number)) refuse('A percentile of NaN')
    this.memory.use(16)
    this.#numbers.push(number)
  }

  toValue(): Value {
    const sorted = Float64Array.from(this.#numbers).sort()
    const at = (fraction: number) => sorted[Math.max(0, Math.ceil(fraction * sorted.length) - 1)] ?? null
    return this.single ? at(0.5) : this.fractions.map(at)
  }
}

function parsePercentile(name: string, operand: Value, parse: Parse): AccumulatorSpec {
  if (!isDocument(operand)) badValue(`${name} needs an object`)
  for (const option of operand.keys())
    if (option !== 'input' && option !== 'p' && option !== 'method') badValue(`${name} has no option ${option}`)
  if (operand.get('method') !== 'approximate') refuse(`${name} by a method other than 'approximate'`)
  const single = name === '$median'
  const fractions = single ? [0.5] : fractionsOf(operand)
  const input = parse(operand.get('input') ?? badValue(`${name} needs an input`))
  return { input, create: (memory) => new Percentiles(fractions, single, memory) }
}

function fractionsOf(operand: Document): number[] {
  const fractions = operand.get('p')
  if (!Array.isArray(fractions) || fractions.length === 0) badValue('$percentile needs an array p')
  return fractions.map((fraction) => {
    const number = isNumeric(fraction) && !isDecimal(fraction) ? toDouble(fraction) : Number.NaN
    return number >= 0 && number <= 1 ? number : badValue('the values of p have to be numbers from 0 to 1')
  })
}
