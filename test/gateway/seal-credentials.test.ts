import { describe, expect, it } from 'vitest'
import type { SealedCredential, WrappedDataKey } from '../../src/domain/control-plane.js'
import type { CredentialStore } from '../../src/domain/stores.js'
import { openSealed, seal } from '../../src/gateway/seal.js'
import { createVault } from '../../src/gateway/seal-credentials.js'
import { deriveSecrets } from '../../src/gateway/secrets.js'

const OLD = 'o'.repeat(32)
const NEW = 'n'.repeat(32)
const TEXT = 'sk-live-0123456789abcdef'

interface Memory extends CredentialStore {
  readonly credentials: Map<string, SealedCredential>
  readonly keys: Map<string, WrappedDataKey>
}

/** Behaves as the store does. `failAt`: the number of the write that fails, and of all after it. */
function memory(failAt = Number.POSITIVE_INFINITY): Memory & { failAt: number } {
  const credentials = new Map<string, SealedCredential>()
  const keys = new Map<string, WrappedDataKey>()
  let writes = 0
  const write = () => {
    if (++writes >= store.failAt) throw new Error('the process died')
  }
  const store: Memory & { failAt: number } = {
    failAt,
    credentials,
    keys,
    findMany: async (organizationId, ids) =>
      [...credentials.values()].filter((one) => one.organizationId === organizationId && ids.includes(one.id)),
    all: async (organizationId) => [...credentials.values()].filter((one) => one.organizationId === organizationId),
    insert: async (credential) => {
      write()
      credentials.set(credential.id, credential)
    },
    replace: async (credential, dataKeyId) => {
      write()
      if (credentials.get(credential.id)?.dataKeyId === dataKeyId) credentials.set(credential.id, credential)
    },
    deleteMany: async (_, ids) => {
      for (const id of ids) credentials.delete(id)
    },
    dataKeys: async (organizationId) => [...keys.values()].filter((key) => key.organizationId === organizationId),
    putDataKey: async (key) => {
      write()
      keys.set(key.id, key)
    },
    deleteDataKeys: async (_, ids) => {
      write()
      for (const id of ids) keys.delete(id)
    },
  }
  return store
}

let clock = 1_796_000_000_000
const vaultOf = (store: CredentialStore, secret = OLD, previousSecret?: string) =>
  createVault({ store, secret, previousSecret, now: () => clock++ })

async function sealed(store: CredentialStore, count: number, secret = OLD) {
  const vault = vaultOf(store, secret)
  const texts = Array.from({ length: count }, (_, index) => `${TEXT}${index}`)
  const refs = texts.map((text) => vault.refer(text))
  for (const [index, ref] of refs.entries()) await vault.seal('org_a', ref, texts[index]!)
  return { texts, refs, ids: refs.map(({ id }) => id) }
}

describe('a credential', () => {
  it('opens to what it was, and is stored nowhere as it is', async () => {
    const store = memory()
    const { refs, texts, ids } = await sealed(store, 1)
    expect(await vaultOf(store).open('org_a', ids)).toEqual(new Map([[ids[0], texts[0]]]))
    expect(refs[0]?.lastFour).toBe('def0')
    const stored = JSON.stringify([...store.credentials.values(), ...store.keys.values()])
    expect(stored).not.toContain(TEXT)
    expect(stored).not.toContain(Buffer.from(TEXT).toString('base64url').slice(4, 20))
  })

  it('shows nothing of itself when it is short', () => {
    expect(vaultOf(memory()).refer('hunter2').lastFour).toBe('')
  })

  it('is not opened for another organisation, and is absent where it was deleted', async () => {
    const store = memory()
    const { ids } = await sealed(store, 2)
    expect(await vaultOf(store).open('org_b', ids)).toEqual(new Map())
    store.credentials.delete(ids[0]!)
    expect([...(await vaultOf(store).open('org_a', ids)).keys()]).toEqual([ids[1]])
  })

  it('that was put in the place of another does not open', async () => {
    const store = memory()
    const { ids } = await sealed(store, 2)
    const [first, second] = ids.map((id) => store.credentials.get(id)!)
    store.credentials.set(ids[0]!, { ...first!, sealed: second!.sealed })
    const error = await vaultOf(store).open('org_a', ids).then(String, String)
    expect(error).toContain(`The credential ${ids[0]} (…def0) cannot be opened`)
    expect(error).not.toContain(TEXT)
  })

  it('is compared with a text in its place', async () => {
    const store = memory()
    const { refs, texts } = await sealed(store, 2)
    const vault = vaultOf(store)
    expect(await vault.matches('org_a', refs, texts)).toBe(true)
    expect(await vault.matches('org_a', refs, texts.toReversed())).toBe(false)
    expect(await vault.matches('org_a', refs, texts.slice(1))).toBe(false)
    expect(await vault.matches('org_a', [], [])).toBe(true)
  })

  it('is deleted when nothing uses it and it is not young', async () => {
    const store = memory()
    const { ids } = await sealed(store, 2)
    const between = new Date(clock)
    clock += 1_000
    const young = await sealed(store, 1)
    await vaultOf(store).deleteUnused('org_a', new Set([ids[1]!]), between)
    expect([...store.credentials.keys()]).toEqual([ids[1], ...young.ids])
  })
})

describe('another secret', () => {
  it('does not open, and says which variable to set', async () => {
    const store = memory()
    const { ids } = await sealed(store, 1)
    await expect(vaultOf(store, NEW).open('org_a', ids)).rejects.toMatchObject({
      code: 'CONFIGURATION',
      message: expect.stringContaining('WEIR_SECRET_PREVIOUS'),
    })
    await expect(vaultOf(store, NEW, 'x'.repeat(32)).open('org_a', ids)).rejects.toMatchObject({
      message: expect.stringContaining('neither WEIR_SECRET nor WEIR_SECRET_PREVIOUS'),
    })
  })

  it('opens with the one before, and after a rotation without it', async () => {
    const store = memory()
    const { ids, texts } = await sealed(store, 3)
    const both = vaultOf(store, NEW, OLD)
    expect([...(await both.open('org_a', ids)).values()]).toEqual(texts)
    const [oldKey] = store.keys.keys()
    expect(await both.rotate('org_a')).toBe(3)
    expect([...(await vaultOf(store, NEW).open('org_a', ids)).values()]).toEqual(texts)
    expect([...store.keys.keys()]).not.toContain(oldKey)
    await expect(vaultOf(store, OLD).open('org_a', ids)).rejects.toMatchObject({ code: 'CONFIGURATION' })
  })

  it('never gives two purposes one hash, and keeps that of the secret before', () => {
    const present = deriveSecrets(NEW, OLD)
    expect(present.hashByPrevious?.('weir_key')).toBe(deriveSecrets(OLD).hashSecret('weir_key'))
    expect(present.hashSecret('weir_key')).not.toBe(deriveSecrets(OLD).hashSecret('weir_key'))
    expect(deriveSecrets(NEW).hashByPrevious).toBeUndefined()
  })
})

describe('a rotation', () => {
  it('that is cut off at any write loses nothing, and can be run again', async () => {
    const writes = { forThree: 1 + 3 + 1 }
    for (let at = 1; at <= writes.forThree + 1; at++) {
      const store = memory()
      const { ids, texts } = await sealed(store, 3)
      const before = 1 + ids.length
      store.failAt = before + at
      const attempt = await vaultOf(store, NEW, OLD)
        .rotate('org_a')
        .then(
          () => 'done',
          () => 'cut off',
        )
      expect(attempt).toBe(at <= writes.forThree ? 'cut off' : 'done')
      store.failAt = Number.POSITIVE_INFINITY
      const survivor = vaultOf(store, NEW, OLD)
      expect([...(await survivor.open('org_a', ids)).values()]).toEqual(texts)
      await survivor.rotate('org_a')
      expect([...(await vaultOf(store, NEW).open('org_a', ids)).values()]).toEqual(texts)
      expect(store.keys.size).toBe(1)
    }
  })

  it('takes along what is sealed while it goes on, and others that rotate', async () => {
    const store = memory()
    const { ids, texts } = await sealed(store, 5)
    const more: { ids: string[]; texts: string[] }[] = []
    const busy = async () => {
      for (let round = 0; round < 10; round++) more.push(await sealed(store, 1))
    }
    await Promise.all([
      vaultOf(store).rotate('org_a'),
      busy(),
      vaultOf(store).rotate('org_a'),
      busy(),
      vaultOf(store).rotate('org_a'),
    ])
    const opened = await vaultOf(store).open('org_a', [...ids, ...more.flatMap((one) => one.ids)])
    expect(opened.size).toBe(25)
    expect(new Set(opened.values())).toEqual(new Set([...texts, ...more.flatMap((one) => one.texts)]))
  })
})

describe('sealing', () => {
  const key = Buffer.alloc(32, 1)

  it('is different each time and opens under its own key and context alone', () => {
    const [one, two] = [seal(key, Buffer.from('x'), 'here'), seal(key, Buffer.from('x'), 'here')]
    expect(one).not.toBe(two)
    expect(openSealed(key, one, 'here')?.toString()).toBe('x')
    expect(openSealed(key, one, 'there')).toBeNull()
    expect(openSealed(Buffer.alloc(32, 2), one, 'here')).toBeNull()
  })

  it.each(['', 'v1.', 'v1.AAAA', 'v2.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])('refuses %j', (sealedText) => {
    expect(openSealed(key, sealedText, 'here')).toBeNull()
  })
})
