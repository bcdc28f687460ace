import { readFileSync } from 'node:fs'
import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import { expect, it } from 'vitest'
import { openGemini } from '../gemini/support/open-gemini.js'
import { KEY, say } from '../support/fake-pipeline.js'
import { openAnthropic } from './support/open-anthropic.js'

type Run = (client: unknown, env: object, console: object) => Promise<void>
const AsyncFunction = (async () => undefined).constructor as new (...code: string[]) => Run

/** The programme of a guide, with nothing changed but the port that the door happens to have. */
async function runGuide(guide: string, name: string, client: unknown, url: string): Promise<unknown[]> {
  const text = readFileSync(new URL(`../../../docs/${guide}`, import.meta.url), 'utf8')
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  const body = code.replace(/^import .*$/m, '').replace('http://127.0.0.1:4000', url)
  const printed: unknown[] = []
  const run = new AsyncFunction(name, 'process', 'console', body)
  await run(client, { env: { WEIR_KEY: KEY } }, { log: (...values: unknown[]) => printed.push(...values) })
  return printed
}

it('runs the programme of the guide for Anthropic', async () => {
  const door = await openAnthropic()
  door.pipeline.script = say([{ type: 'text-delta', text: 'Hello' }])
  const printed = await runGuide('anthropic.md', 'Anthropic', Anthropic, door.url)
  await door.close()
  expect(printed).toMatchObject([[{ type: 'text', text: 'Hello' }], { input_tokens: 10 }])
})

it('runs the programme of the guide for Gemini', async () => {
  const door = await openGemini()
  door.pipeline.script = say([{ type: 'text-delta', text: 'Hello' }])
  const printed = await runGuide('gemini.md', 'GoogleGenAI', GoogleGenAI, door.url)
  await door.close()
  expect(printed).toMatchObject(['Hello', { promptTokenCount: 14 }])
})
