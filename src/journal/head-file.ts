import { createHmac, type KeyObject } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { type ChainHead, MAC_BYTES } from './chain.js'

/** A head of a chain, signed and kept outside the database. Verification may start from one and must end at the latest. */
export interface Anchor {
  readonly writer: string
  readonly sequence: number
  readonly mac: string
  readonly time: string
  readonly signature: string
}

const HEAD = 'head.json'
const ANCHORS = 'anchors.jsonl'
const MAX_ANCHORS = 10_000
const SECTOR_BYTES = 512

export function createAnchor(key: KeyObject, writer: string, head: ChainHead, time: Date): Anchor {
  const anchor = { writer, sequence: head.sequence, mac: head.mac.toString('hex'), time: time.toISOString() }
  return { ...anchor, signature: sign(key, anchor) }
}

export function isAuthentic(key: KeyObject, anchor: Anchor): boolean {
  return sign(key, anchor) === anchor.signature
}

export function toHead(anchor: Anchor): ChainHead {
  return { sequence: anchor.sequence, mac: Buffer.from(anchor.mac, 'hex').subarray(0, MAC_BYTES) }
}

/** Opens the file of the last head for `writeHead`. */
export function openHead(directory: string): number {
  return fs.openSync(path.join(directory, HEAD), fs.constants.O_RDWR | fs.constants.O_CREAT, 0o600)
}

/**
 * What was drained last, written over the one before: within one sector, which no crash tears, and a torn one would not match its
 * signature. Replacing the file by renaming makes the file system flush, and holds the process up for milliseconds.
 */
export function writeHead(fd: number, anchor: Anchor): void {
  fs.writeSync(fd, JSON.stringify(anchor).padEnd(SECTOR_BYTES), 0)
}

/** The last head that was written; null when there is none that can be trusted: then entries are drained again, which changes nothing. */
export function readHead(directory: string, key: KeyObject): Anchor | null {
  const file = path.join(directory, HEAD)
  const anchor = fs.existsSync(file) ? parseAnchor(fs.readFileSync(file, 'utf8')) : null
  return anchor && isAuthentic(key, anchor) ? anchor : null
}

/**
 * Keeps an anchor for good. Once retention has deleted the records up to one, the anchor is the checkpoint from which those that are left
 * can still be verified, and the proof that nothing after it may be missing.
 */
export function appendAnchor(directory: string, anchor: Anchor): void {
  fs.appendFileSync(path.join(directory, ANCHORS), `${JSON.stringify(anchor)}\n`, { mode: 0o600 })
}

/** Oldest first; those with a wrong signature are left out. */
export function readAnchors(directory: string, key: KeyObject): readonly Anchor[] {
  return readLines(directory)
    .map(parseAnchor)
    .filter((anchor) => anchor !== null)
    .filter((anchor) => isAuthentic(key, anchor))
}

/** Forgets the oldest anchors: at one an hour this keeps more than a year. */
export function pruneAnchors(directory: string): void {
  const lines = readLines(directory)
  if (lines.length <= MAX_ANCHORS) return
  const temporary = path.join(directory, `${ANCHORS}.tmp`)
  fs.writeFileSync(temporary, `${lines.slice(-MAX_ANCHORS).join('\n')}\n`, { mode: 0o600 })
  fs.renameSync(temporary, path.join(directory, ANCHORS))
}

function readLines(directory: string): string[] {
  const file = path.join(directory, ANCHORS)
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
}

function parseAnchor(text: string): Anchor | null {
  try {
    return JSON.parse(text) as Anchor
  } catch {
    return null
  }
}

function sign(key: KeyObject, { writer, sequence, mac, time }: Omit<Anchor, 'signature'>): string {
  return createHmac('sha256', key).update(`anchor ${writer} ${sequence} ${mac} ${time}`).digest('hex')
}
