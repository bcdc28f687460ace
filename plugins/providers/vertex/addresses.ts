import type { VertexSettings } from './settings.js'

/** Regions that are a continent: https://cloud.google.com/vertex-ai/generative-ai/docs/learn/locations. */
const CONTINENTS = new Set(['us', 'eu'])

/** Where a location is served. A key of express mode is for the global address. */
export function hostOf({ project, location }: Pick<VertexSettings, 'project' | 'location'>): string {
  if (location === 'global' || project === undefined) return 'https://aiplatform.googleapis.com'
  if (CONTINENTS.has(location)) return `https://aiplatform.${location}.rep.googleapis.com`
  return `https://${location}-aiplatform.googleapis.com`
}

/** `claude-opus-4-5`, or any name with its publisher before it. */
export function isClaude(model: string): boolean {
  return /^(?:publishers\/)?anthropic\/|^claude/.test(model)
}

/** A model's name without its publisher. */
export function bareName(model: string): string {
  return model.slice(model.lastIndexOf('/') + 1)
}

/** Model or tuned model's endpoint, under the project; without a project under the publisher alone. */
export function pathOf({ project, location }: VertexSettings): (model: string) => string {
  const parent = project === undefined ? '/v1' : `/v1/projects/${encodeURIComponent(project)}/locations/${location}`
  return (model) => `${parent}/${toResource(model).split('/').map(encodeURIComponent).join('/')}`
}

function toResource(model: string): string {
  if (/^(?:publishers|endpoints)\//.test(model)) return model
  const [publisher, name] = model.split('/')
  if (name !== undefined) return `publishers/${publisher}/models/${name}`
  return `publishers/${isClaude(model) ? 'anthropic' : 'google'}/models/${model}`
}
