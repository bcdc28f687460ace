import { expect, it } from 'vitest'
import type { Snapshot } from '../../src/domain/snapshot.js'
import { SnapshotLeases } from '../../src/gateway/snapshot-leases.js'

const snapshot = (version: string) => ({ version }) as Snapshot

function leasesOf(version: string) {
  const leases = new SnapshotLeases(snapshot(version))
  const left: string[] = []
  const swap = (next: string) => {
    const before = leases.current.version
    leases.swap(snapshot(next), () => left.push(before))
  }
  return { leases, left, swap }
}

it('a call keeps the snapshot that it began with', () => {
  const { leases, swap } = leasesOf('1')
  const lease = leases.begin()
  swap('2')
  expect([lease.snapshot.version, leases.current.version, leases.begin().snapshot.version]).toEqual(['1', '2', '2'])
})

it('a snapshot that nobody holds is left at once, when it is replaced', () => {
  const { leases, left, swap } = leasesOf('1')
  leases.begin().end()
  expect(left).toEqual([])
  swap('2')
  expect(left).toEqual(['1'])
})

it('a snapshot that calls hold is left once, when the last of them ends', () => {
  const { leases, left, swap } = leasesOf('1')
  const [first, second] = [leases.begin(), leases.begin()]
  swap('2')
  const later = leases.begin()
  first.end()
  expect(left).toEqual([])
  second.end()
  expect(left).toEqual(['1'])
  later.end()
  expect(left).toEqual(['1'])
})
