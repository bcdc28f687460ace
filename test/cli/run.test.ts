// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the references of a configuration file are written so
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { run } from '../../src/cli/run.js'
import { showChanges } from '../../src/cli/show-changes.js'

interface Asked {
  readonly path: string
  readonly authorization: string | undefined
  readonly body: {
    readonly query: string
    readonly variables: { readonly input?: { readonly yaml: string; readonly dryRun: boolean } }
  }
}

let gateway: Server
let url: string
let asked: Asked[] = []
let answer: string
let folder: string

beforeAll(async () => {
  gateway = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { authorization } = request.headers
    asked.push({ path: request.url ?? '', authorization, body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'] })
    response.setHeader('content-type', 'application/json').end(answer)
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`
})
afterAll(() => gateway.close())

beforeEach(() => {
  asked = []
  folder = mkdtempSync(join(tmpdir(), 'weir-cli-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function weir(args: readonly string[], env: Record<string, string> = { WEIR_KEY: 'weir_admin', WEIR_URL: url }) {
  const said = { out: '', err: '' }
  const code = await run(args, {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    fetch,
    env,
    cwd: folder,
  })
  return { code, ...said }
}

const CHANGE = {
  kind: 'ROUTE',
  name: 'smart',
  action: 'UPDATED',
  fields: [{ path: 'strategy', before: null, after: 'WEIGHTED' }],
} as const

function answerChanges(changes: readonly object[]): void {
  answer = JSON.stringify({ data: { applyConfig: { version: 7, changes } } })
}

function write(text: string, name = 'weir.config.yaml'): void {
  writeFileSync(join(folder, name), text)
}

describe('weir config plan', () => {
  it('sends the declarations of the file, its variables replaced and its own sections kept back', async () => {
    write('server: { secret: "${SERVER_SECRET}" }\nproviders: [{ name: a, kind: openai, apiKey: "${A_KEY}" }]\nroutes:\n')
    answerChanges([CHANGE])
    const env = { WEIR_KEY: 'weir_admin', WEIR_URL: `${url}/`, A_KEY: 'sk-1: "quoted"' }
    const { code, out } = await weir(['config', 'plan'], env)
    expect([code, out]).toEqual([
      2,
      '~ route smart\n    strategy: (none) -> "WEIGHTED"\n\n0 to create, 1 to change, 0 to delete.\n',
    ])
    expect(asked).toMatchObject([{ path: '/graphql', authorization: 'Bearer weir_admin' }])
    const { yaml, dryRun } = asked[0]!.body.variables.input!
    expect([dryRun, yaml.includes('server'), yaml.includes('SECRET')]).toEqual([true, false, false])
    expect(yaml).toContain(`apiKey: 'sk-1: "quoted"'`)
  })

  it('ends with 0 when nothing differs', async () => {
    write('{}', 'other.yaml')
    answerChanges([])
    expect(await weir(['config', 'plan', '-f', 'other.yaml', '--url', url, '--key', 'k'], {})).toEqual({
      code: 0,
      out: 'Nothing differs.\n',
      err: '',
    })
    expect(asked[0]?.authorization).toBe('Bearer k')
  })
})

it('weir config apply says what it did and which version is in force', async () => {
  write('{}')
  answerChanges([CHANGE])
  const { code, out } = await weir(['config', 'apply'])
  expect([code, out.split('\n').at(-2)]).toEqual([0, 'Version 7 is in force.'])
  expect(asked[0]?.body.variables.input?.dryRun).toBe(false)
})

it('weir config export prints the file and nothing else', async () => {
  answer = JSON.stringify({ data: { configExport: 'routes: []\n' } })
  expect(await weir(['config', 'export'])).toEqual({ code: 0, out: 'routes: []\n', err: '' })
})

describe('what goes wrong ends with 1 and says what to do', () => {
  it.each([
    ['an unknown command', ['config', 'push'], 'There is no command "config push". There are: config export'],
    ['an unknown option', ['config', 'plan', '--fiel', 'x'], "Unknown option '--fiel'"],
    ['no file', ['config', 'plan'], 'There is no file weir.config.yaml'],
    ['an address that is none', ['config', 'export', '--url', 'localhost'], '"localhost" is no address'],
    ['nobody there', ['config', 'export', '--url', 'http://127.0.0.1:1'], 'There is no answer from http://127.0.0.1:1'],
  ])('%s', async (_, args, message) => {
    const { code, err, out } = await weir(args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(message)
  })

  it('no key', async () => {
    expect(await weir(['config', 'export'], {})).toMatchObject({
      code: 1,
      err: expect.stringContaining('set WEIR_KEY, or say --key'),
    })
  })

  it('a variable that is not set, without sending anything', async () => {
    write('providers: [{ name: a, kind: b, apiKey: "${NOT_SET}" }]')
    expect(await weir(['config', 'plan'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('the environment variable NOT_SET is not set'),
    })
    expect(asked).toEqual([])
  })

  it('a refusal of the gateway, in its words', async () => {
    write('{}')
    answer = JSON.stringify({
      data: null,
      errors: [{ message: 'found "best"', extensions: { code: 'INVALID_REQUEST', path: 'routes[0].strategy' } }],
    })
    expect(await weir(['config', 'apply'])).toMatchObject({
      code: 1,
      err: 'weir: routes[0].strategy: found "best" (INVALID_REQUEST)\n',
    })
  })

  it('something that is no gateway', async () => {
    answer = '<html>'
    expect(await weir(['config', 'export'])).toMatchObject({ code: 1, err: expect.stringContaining('Is it a gateway?') })
  })
})

it('weir --help tells the commands', async () => {
  expect(await weir(['--help'], {})).toMatchObject({ code: 0, out: expect.stringContaining('plan') })
  expect((await weir([], {})).out).toContain('weir config <command>')
})

it('changes are shown by kind and name, the new ones without what was not before', () => {
  const shown = showChanges([
    {
      kind: 'PROVIDER',
      name: 'acme',
      action: 'CREATED',
      fields: [
        { path: 'name', before: null, after: 'acme' },
        { path: 'keys', before: null, after: ['…6789'] },
      ],
    },
    { kind: 'ROUTE', name: 'old', action: 'DELETED', fields: [{ path: 'targets', before: [], after: null }] },
  ])
  expect(shown).toBe('+ provider acme\n    keys: ["…6789"]\n- route old\n\n1 to create, 0 to change, 1 to delete.\n')
})
