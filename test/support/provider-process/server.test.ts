import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { startProviderServer } from './server.mjs'

const ask = (url: string, body: object) =>
  fetch(`${url}/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({ messages: [{ role: 'user', content: 'call 17' }], ...body }),
  })

describe('the provider process', () => {
  it('runs by itself, is driven over HTTP, and ends with its standard input', async () => {
    const child = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', import.meta.url))], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const { url, port } = JSON.parse(line.toString())
    const control = `http://127.0.0.1:${port}/__provider`
    await fetch(`${control}/scenario`, { method: 'POST', body: JSON.stringify({ model: 'm', scenario: 'fault-503', times: 1 }) })
    expect([(await ask(url, { model: 'm' })).status, (await ask(url, { model: 'm' })).status]).toEqual([503, 200])
    const { ledger, requests } = (await (await fetch(`${control}/state`)).json()) as Record<string, unknown[]>
    expect(ledger).toMatchObject([{ status: 503 }, { status: 200, outcome: 'complete', lastText: 'call 17' }])
    expect(requests).toHaveLength(2)
    child.stdin.end()
    expect((await once(child, 'exit'))[0]).toBe(0)
  })

  it('keeps no key and no more than it is told to', async () => {
    const server = await startProviderServer({ keep: 2, keepBodies: 1 })
    for (let call = 0; call < 3; call++) {
      const headers = { authorization: 'Bearer sk-secret' }
      await (await fetch(`${server.url}/chat/completions`, { method: 'POST', headers, body: '{"model":"text"}' })).text()
    }
    await server.close()
    expect([server.ledger.length, server.requests.length]).toEqual([2, 1])
    expect(JSON.stringify(server.requests)).not.toContain('sk-secret')
  })

  it('counts as many tokens as it streams', async () => {
    const server = await startProviderServer()
    const text = await (
      await ask(server.url, { model: 'paced-4-1', stream: true, stream_options: { include_usage: true } })
    ).text()
    await server.close()
    expect(text.match(/"content":"[^"]+"/g)).toHaveLength(4)
    expect(server.ledger[0]).toMatchObject({ sentTokens: 4, completionTokens: 4, outcome: 'complete' })
    expect(text).toContain('"completion_tokens":4')
  })
})
