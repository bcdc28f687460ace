import { expect, it } from 'vitest'
import { asking } from '../../../test/conformance/provider/read-answer.js'
import { fitToModel } from './fit-to-model.js'

it.each([
  ['o3', 'none', 'low'],
  ['gpt-5', 'none', 'minimal'],
  ['gpt-5.1', 'minimal', 'low'],
  ['gpt-5.1', 'xhigh', 'high'],
  ['gpt-5-pro', 'low', 'high'],
] as const)('asks %s for the effort next to %s', (model, effort, sent) => {
  const { request, warnings } = fitToModel(asking('a', { reasoning: { effort } }), model)
  expect(request.reasoning?.effort).toBe(sent)
  expect(warnings).toMatchObject([{ code: 'PARAMETER_MAPPED', parameter: 'reasoning.effort' }])
})

it.each([
  ['gpt-5.2', 'xhigh'],
  ['gpt-5.1', 'none'],
  ['unknown', 'minimal'],
] as const)('asks %s for the effort %s as it is', (model, effort) => {
  const asked = asking('a', { reasoning: { effort } })
  expect(fitToModel(asked, model)).toEqual({ request: asked, warnings: [] })
})

it('lets a newer model sample only while it does not reason', () => {
  const sampled = (effort?: 'none' | 'low') =>
    fitToModel(asking('a', { temperature: 1, reasoning: { effort } }), 'gpt-5.2').request.temperature
  expect([sampled(), sampled('none'), sampled('low')]).toEqual([1, 1, undefined])
})

it('refuses instead of leaving out when asked to', () => {
  const asked = asking('a', { temperature: 1, onUnsupported: 'ERROR' })
  expect(() => fitToModel(asked, 'o3')).toThrow(expect.objectContaining({ code: 'UNSUPPORTED_PARAMETER', path: 'temperature' }))
})
