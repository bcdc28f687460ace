import { execFile } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { graphql, type RunningWeir, startWeir } from '../support/start-weir.js'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../', import.meta.url))
const readme = readFileSync(`${root}README.md`, 'utf8')

/** The code blocks of one language, in order, as a reader would copy them. */
function blocks(language: string): string[] {
  return Array.from(readme.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g')), (match) => match[1] ?? '')
}

let weir: RunningWeir
const here = (text: string) => text.replaceAll('http://127.0.0.1:4000', weir.url)
const shell = async (script: string) => {
  const { stdout } = await run('bash', ['-ec', here(script)], {
    env: { ...process.env, WEIR_KEY: weir.adminKey },
    timeout: 20_000,
  })
  return stdout
}

beforeAll(async () => {
  weir = await startWeir()
})
afterAll(() => weir.stop())

describe('the first minute of the README, as written', () => {
  const [chat, mutation, stream, messages, generate] = blocks('sh').filter((block) => block.includes('curl'))

  it('asks by OpenAI’s format', async () => {
    expect(JSON.parse(await shell(chat ?? ''))).toMatchObject({ object: 'chat.completion', choices: [{ finish_reason: 'stop' }] })
  })

  it('asks by GraphQL', async () => {
    const { data } = JSON.parse(await shell(mutation ?? ''))
    expect(data.complete).toMatchObject({
      id: expect.stringMatching(/^call_/),
      text: expect.stringMatching(/\w/),
      cost: { total: '0' },
    })
  })

  it('streams over server-sent events to a whole end', async () => {
    const text = await shell(stream ?? '')
    expect(text).toContain('"__typename":"TextDelta"')
    expect(text).toMatch(/"__typename":"Completed"[\s\S]*event: complete/)
  })

  it('asks in Anthropic’s format', async () => {
    expect(JSON.parse(await shell(messages ?? ''))).toMatchObject({ type: 'message', stop_reason: 'end_turn' })
  })

  it('asks in Gemini’s format', async () => {
    const candidates = [{ content: { role: 'model' }, finishReason: 'STOP' }]
    expect(JSON.parse(await shell(generate ?? ''))).toMatchObject({ candidates })
  })

  it('streams with OpenAI’s client', async () => {
    const file = `${root}test/e2e/readme-block.mjs`
    writeFileSync(file, here(blocks('js')[0] ?? ''))
    try {
      const { stdout } = await run(process.execPath, [file], {
        env: { ...process.env, WEIR_KEY: weir.adminKey },
        timeout: 20_000,
      })
      expect(stdout).toMatch(/demo/i)
    } finally {
      rmSync(file)
    }
  })

  it('shows the usage', async () => {
    const query = blocks('graphql')[0] ?? ''
    const { data, errors } = await graphql<{ usage: { group: string; requests: number }[] }>(weir, query)
    expect(errors).toBeUndefined()
    expect(data.usage[0]).toMatchObject({ group: 'demo/demo-chat', requests: expect.any(Number) })
  })
})

it('prints the start lines that the README shows', () => {
  for (const line of [
    'GraphQL: http',
    'OpenAI: http',
    'Anthropic, Gemini: http',
    'Explorer: http',
    'MongoDB: mongodb://',
    'Data: ',
    'Providers: demo',
  ]) {
    expect(weir.output()).toContain(line)
  }
})
