import type { DialectVendor } from '../quirks.js'
import { inferenceHosts } from './inference-hosts.js'
import { modelMakers } from './model-makers.js'
import { routers } from './routers.js'
import { selfHosted } from './self-hosted.js'

/** Vendors of the OpenAI dialect. Adding one is adding a row. */
export const vendors: readonly DialectVendor[] = [...modelMakers, ...inferenceHosts, ...routers, ...selfHosted]
