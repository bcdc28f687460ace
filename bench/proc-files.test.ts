import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readGauge } from './journal-drain.mjs'
import { descendantsOf, parsePeakMemory, parseSchedstat, parseStat } from './proc-files.mjs'

it('reads parent and processor time behind a command name with brackets and spaces', () => {
  const text = '42 (node (x) 1) S 7 42 42 0 -1 4194560 1000 0 0 0 150 25 0 0 20 0 11 0 99999 1000 200 18446744073709551615'
  expect(parseStat(text)).toEqual({ parent: 7, cpuMicros: 1_750_000 })
})

it('reads the scheduler clock in microseconds', () => {
  expect(parseSchedstat('227779586 1530947 25\n')).toBeCloseTo(227_779.586, 6)
})

it('reads peak memory in bytes, and says when there is none', () => {
  expect(parsePeakMemory('VmPeak:\t  9999 kB\nVmHWM:\t    2056 kB\nVmRSS:\t 1000 kB\n')).toBe(2056 * 1024)
  expect(parsePeakMemory('Name:\tkthreadd\n')).toBeNaN()
})

it('finds children and their children, and nobody else', () => {
  const parents = new Map([
    [1, 0],
    [12, 11],
    [10, 1],
    [11, 10],
    [20, 1],
  ])
  expect(descendantsOf(10, parents)).toEqual([10, 11, 12])
})

it.runIf(process.platform === 'linux')('understands what this kernel writes', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.on("data", () => process.exit())'])
  await once(child, 'spawn')
  expect(parseStat(readFileSync(`/proc/${child.pid}/stat`, 'latin1')).parent).toBe(process.pid)
  expect(parsePeakMemory(readFileSync('/proc/self/status', 'latin1'))).toBeGreaterThan(1_000_000)
  child.stdin.end('go')
  await once(child, 'exit')
})

it('adds a gauge up over its labels and does not mistake a longer name for it', () => {
  const metrics =
    '# TYPE weir_journal_pending_entries gauge\nweir_journal_pending_entries{worker="1"} 3\nweir_journal_pending_entries{worker="2"} 4\n'
  expect(readGauge(metrics)).toBe(7)
  expect(readGauge('weir_journal_pending_entries_total 9\n')).toBeUndefined()
  expect(readGauge('weir_journal_pending_entries 0\n')).toBe(0)
})
