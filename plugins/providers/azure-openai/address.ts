import { GatewayError } from '../../../src/plugin-api.js'
import type { Settings } from './settings.js'

const UNDATED = new Set([undefined, 'v1', 'preview', 'latest'])

/** The v1 API looks as OpenAI's own; a dated version has deployments in its paths and itself in the query. */
export function isV1({ apiVersion }: Pick<Settings, 'apiVersion'>): boolean {
  return UNDATED.has(apiVersion)
}

/** Where a call of the OpenAI dialect goes, under the address of the resource: https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle */
export function toPath(path: string, deployment: string, { apiVersion }: Pick<Settings, 'apiVersion'>): string {
  const query = apiVersion && apiVersion !== 'v1' ? `?api-version=${apiVersion}` : ''
  if (isV1({ apiVersion })) return `/openai/v1${path}${query}`
  // Responses name the deployment as their model.
  return path === '/responses' ? `/openai${path}${query}` : `/openai/deployments/${encodeURIComponent(deployment)}${path}${query}`
}

/** The address of the resource, also where it was given with the paths that documents and portals show. @throws {GatewayError} CONFIGURATION */
export function toResourceUrl(name: string, baseUrl: string | undefined): string {
  if (!baseUrl) {
    const message = `Provider "${name}" needs a baseUrl, the address of its resource: https://{resource}.openai.azure.com.`
    throw new GatewayError('CONFIGURATION', message)
  }
  return baseUrl.replace(/\/openai(\/v1|\/deployments\/[^/?]+)?\/*$/, '').replace(/\/+$/, '')
}
