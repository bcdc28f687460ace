import {
  type ConfigContent,
  type ConfigDifference,
  EMPTY_CONTENT,
  type KeyRef,
  type StoredConfig,
} from '../../domain/control-plane.js'
import { GatewayError } from '../../domain/gateway-error.js'
import type { Principal } from '../../domain/principal.js'
import type { ChangeOptions } from '../control-plane.js'
import { checkDestinations } from './check-destinations.js'
import { checkReferences } from './check-references.js'
import { checkSize } from './check-size.js'
import type { Content, ControlPlaneOptions } from './control-plane-options.js'
import { differencesOf } from './differences.js'
import { tidy } from './tidy.js'

/** A credential that comes with a change. */
export interface FreshKey {
  readonly ref: KeyRef
  readonly text: string
}

export interface Changed {
  readonly content: ConfigContent
  readonly fresh?: readonly FreshKey[]
}

export interface Change {
  readonly summary: string
  /** The content as it would be. Called again when someone else was faster. */
  readonly apply: (content: ConfigContent) => Changed | Promise<Changed>
}

export interface Committed extends Content {
  readonly differences: readonly ConfigDifference[]
  readonly dryRun: boolean
}

/** Other processes change other things at the same time. */
const MOST_ATTEMPTS = 50

/**
 * Applies a change to what is stored, checks the whole, and stores it as the next version. What changes nothing makes no version.
 * @throws {GatewayError} whatever `apply` and the checks throw | CONFLICT when others are faster all the time
 */
export async function commitChange(
  options: ControlPlaneOptions,
  principal: Principal,
  change: Change,
  { dryRun = false }: ChangeOptions = {},
): Promise<Committed> {
  const sealed = new Set<string>()
  for (let attempt = 1; ; attempt++) {
    const stored = await options.configs.latest(principal.organizationId)
    const before = stored?.content ?? EMPTY_CONTENT
    const { content, fresh = [] } = await change.apply(before)
    const differences = differencesOf(before, content)
    const version = (stored?.version ?? 0) + (differences.length > 0 ? 1 : 0)
    if (differences.length === 0) return { version, content: before, differences, dryRun }
    await check(options, before, { content, fresh }, differences)
    if (dryRun) return { version, content, differences, dryRun }
    for (const { ref, text } of fresh) {
      if (!sealed.has(ref.id)) await options.vault.seal(principal.organizationId, ref, text)
      sealed.add(ref.id)
    }
    const next = toStored(principal, { version, content }, change.summary, options.now())
    if (await isFirst(options, next, attempt)) {
      await announce(options, next)
      return { version, content, differences, dryRun }
    }
  }
}

async function check(
  options: ControlPlaneOptions,
  before: ConfigContent,
  { content, fresh = [] }: Changed,
  differences: readonly ConfigDifference[],
): Promise<void> {
  checkSize(content)
  const declared = options.declared()
  checkReferences(differences, before, content, declared)
  checkDestinations(before, content, declared)
  await options.checkContent(content, new Map(fresh.map(({ ref, text }) => [ref.id, text])))
}

async function isFirst({ configs, wait }: ControlPlaneOptions, next: StoredConfig, attempt: number): Promise<boolean> {
  try {
    await configs.append(next)
    return true
  } catch (error) {
    if (attempt >= MOST_ATTEMPTS || !(error instanceof GatewayError) || error.code !== 'CONFLICT') throw error
    await wait(attempt)
    return false
  }
}

async function announce(options: ControlPlaneOptions, next: StoredConfig): Promise<void> {
  options.relay.publish('config-stored', { version: next.version })
  await options.onStored(next)
  void tidy(options, next).catch(options.onTidyFailed)
}

function toStored(
  { organizationId, keyId }: Principal,
  { version, content }: Content,
  summary: string,
  nowMs: number,
): StoredConfig {
  return { organizationId, version, content, summary, createdAt: new Date(nowMs), createdBy: keyId }
}
