import type { ControlPlaneOptions } from '../../../src/admin/control-plane/control-plane-options.js'
import { createControlPlane } from '../../../src/admin/control-plane/create-control-plane.js'
import type { Declared } from '../../../src/admin/control-plane.js'
import { parseDeclarations, writeDeclarations } from '../../../src/config/declarations.js'
import { parseSpec } from '../../../src/config/specs.js'
import {
  EMPTY_CONTENT,
  type SealedCredential,
  type StoredConfig,
  type WrappedDataKey,
} from '../../../src/domain/control-plane.js'
import { GatewayError } from '../../../src/domain/gateway-error.js'
import type { ConfigStore, CredentialStore } from '../../../src/domain/stores.js'
import { createVault } from '../../../src/gateway/seal-credentials.js'
import { principalWith } from '../../support/pipeline-builder.js'

export const admin = principalWith({ scopes: ['admin'] })
export const NOW = 1_796_000_000_000

export function memoryConfigs(): ConfigStore & { readonly versions: StoredConfig[] } {
  const versions: StoredConfig[] = []
  const of = (organizationId: string) => versions.filter((one) => one.organizationId === organizationId)
  return {
    versions,
    latest: async (organizationId) => of(organizationId).at(-1) ?? null,
    latestVersion: async (organizationId) => of(organizationId).at(-1)?.version ?? 0,
    find: async (organizationId, version) => of(organizationId).find((one) => one.version === version) ?? null,
    list: async (organizationId, { first, before = Number.POSITIVE_INFINITY }) => {
      const below = of(organizationId)
        .filter(({ version }) => version < before)
        .reverse()
      return { items: below.slice(0, first).map(({ content: _, ...head }) => head), hasNextPage: below.length > first }
    },
    append: async (config) => {
      if (of(config.organizationId).some(({ version }) => version === config.version)) throw new GatewayError('CONFLICT', 'late')
      versions.push(config)
    },
    prune: async (_, keep) => void versions.splice(0, versions.length - keep),
  }
}

export function memoryCredentials(): CredentialStore & { readonly credentials: Map<string, SealedCredential> } {
  const credentials = new Map<string, SealedCredential>()
  const keys = new Map<string, WrappedDataKey>()
  return {
    credentials,
    findMany: async (_, ids) => [...credentials.values()].filter(({ id }) => ids.includes(id)),
    all: async () => [...credentials.values()],
    insert: async (credential) => void credentials.set(credential.id, credential),
    replace: async (credential) => void credentials.set(credential.id, credential),
    deleteMany: async (_, ids) => {
      for (const id of ids) credentials.delete(id)
    },
    dataKeys: async () => [...keys.values()],
    putDataKey: async (key) => void keys.set(key.id, key),
    deleteDataKeys: async (_, ids) => {
      for (const id of ids) keys.delete(id)
    },
  }
}

/** A control plane whose configuration is in force as soon as it is stored. */
export function openControlPlane(changes: Partial<ControlPlaneOptions> & { readonly declares?: readonly Declared[] } = {}) {
  const configs = memoryConfigs()
  const store = memoryCredentials()
  const published: unknown[] = []
  const checked: [unknown, ReadonlyMap<string, string>][] = []
  const clock = { now: NOW }
  const vault = createVault({ store, secret: 's'.repeat(32), now: () => clock.now })
  const options: ControlPlaneOptions = {
    configs,
    vault,
    relay: { publish: (topic, payload) => void published.push([topic, payload]) },
    declared: () => changes.declares ?? [],
    inForce: () => configs.versions.at(-1) ?? { version: 0, content: EMPTY_CONTENT },
    checkContent: async (content, fresh) => void checked.push([content, fresh]),
    onStored: async () => {},
    wait: async () => {},
    onChange: () => () => {},
    parseSpec,
    parseFile: parseDeclarations,
    writeFile: writeDeclarations,
    onTidyFailed: (error) => {
      throw error
    },
    now: () => clock.now,
    ...changes,
  }
  return {
    control: createControlPlane(options),
    options,
    configs,
    credentials: store.credentials,
    vault,
    published,
    checked,
    clock,
  }
}

export const ACME = { name: 'acme', kind: 'openai', baseUrl: 'https://acme.example/v1', apiKey: 'sk-acme-0123456789' }
export const SMART = { name: 'smart', targets: [{ model: 'acme/large', weight: 3 }, { model: 'acme/small' }] }
