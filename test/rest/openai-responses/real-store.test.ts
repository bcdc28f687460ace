import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenedStorage, openStorage } from '../../storage/open-storage.js'
import { answering, type BuiltPipeline, buildPipeline, principalWith } from '../../support/pipeline-builder.js'
import { type OpenDoor, openDoor } from '../support/open-door.js'

let opened: OpenedStorage
let built: BuiltPipeline
let door: OpenDoor
beforeAll(async () => {
  opened = await openStorage()
  built = buildPipeline({ providers: { acme: answering('The weir is high') } })
  const pipeline = { ...built.pipeline, authenticate: () => principalWith() }
  door = await openDoor({ pipeline, responses: opened.storage.responses, storeTimeoutMs: 5_000 })
})
afterAll(async () => {
  await door.close()
  await opened.close()
})

describe('over the real pipeline and the embedded database', () => {
  it('what was answered can be continued, retrieved, listed and deleted at once', async () => {
    const asked = { model: 'acme/model', input: 'How high?' }
    const first = await door.client.responses.stream(asked).finalResponse()
    const second = await door.client.responses.create({ ...asked, input: 'And now?', previous_response_id: first.id })
    const third = await door.client.responses.create({ ...asked, input: 'And then?', previous_response_id: second.id })
    expect(built.ended.at(-1)?.body?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user'])
    expect(built.ended.at(-1)?.record).toMatchObject({ door: 'OPENAI_RESPONSES', status: 'COMPLETED' })
    expect(await door.client.responses.retrieve(third.id)).toMatchObject({
      id: third.id,
      usage: { input_tokens: 10, output_tokens: 5 },
    })
    const { data } = await door.client.responses.inputItems.list(third.id)
    expect(data).toMatchObject([{ role: 'user', content: [{ type: 'input_text', text: 'And then?' }] }])
    await door.client.responses.delete(second.id)
    await expect(door.client.responses.create({ ...asked, previous_response_id: third.id })).rejects.toMatchObject({
      status: 400,
      param: 'previous_response_id',
    })
  })

  it('what is too large to be stored is answered all the same, and on record with its warning', async () => {
    const large = await openDoor(
      {
        pipeline: { ...built.pipeline, authenticate: () => principalWith() },
        responses: opened.storage.responses,
        storeTimeoutMs: 20_000,
      },
      20_000_000,
    )
    const response = await large.client.responses.create({ model: 'acme/model', input: 'A'.repeat(9_000_000) })
    expect(response).toMatchObject({ status: 'completed', store: false })
    expect(built.ended.at(-1)?.record.warnings).toMatchObject([{ code: 'NOT_STORED' }])
    await large.close()
  })
})
