import { expect, it } from 'vitest'
import { groupByPackage, summarizeProfile } from './profile-summary.mjs'

const frame = (id: number, functionName: string, url: string, lineNumber: number) => ({
  id,
  callFrame: { functionName, url, lineNumber },
})
const profile = {
  nodes: [
    frame(1, '(idle)', '', -1),
    frame(2, 'parse', 'file:///somewhere/node_modules/graphql/language/parser.js', 9),
    frame(3, 'parse', 'file:///somewhere/node_modules/graphql/language/parser.js', 9),
    frame(4, 'settle', 'file:///somewhere/dist/src/pipeline/settle.js', 0),
    frame(5, '(garbage collector)', '', -1),
    frame(6, 'dispatch', '', -1),
  ],
  samples: [6, 1, 2, 3, 4, 5, 2],
  timeDeltas: [5000, 1000, 200, 300, 250, 150, 100],
}

it('adds self time up by function over all its call paths, without idle time and the start of the profiler', () => {
  const { rows, busyMicros, idleMicros } = summarizeProfile(profile)
  expect([busyMicros, idleMicros]).toEqual([1000, 1000])
  expect(rows).toEqual([
    { name: 'parse  node_modules/graphql/language/parser.js:10', selfMicros: 600, share: 0.6 },
    { name: 'settle  dist/src/pipeline/settle.js:1', selfMicros: 250, share: 0.25 },
    { name: '(garbage collector)', selfMicros: 150, share: 0.15 },
  ])
})

it('groups functions by package and by file', () => {
  const groups = groupByPackage(summarizeProfile(profile).rows)
  expect(groups.map(({ name }) => name)).toEqual(['graphql', 'dist/src/pipeline/settle.js', '(garbage collector)'])
})

it('knows a package by its name although its code lies in a dist folder', () => {
  const nodes = [frame(1, 'run', 'file:///somewhere/node_modules/@apollo/server/dist/esm/run.js', 4)]
  const { rows } = summarizeProfile({ nodes, samples: [1], timeDeltas: [100] })
  expect(rows[0]?.name).toBe('run  node_modules/@apollo/server/dist/esm/run.js:5')
  expect(groupByPackage(rows)[0]?.name).toBe('@apollo/server')
})
