import { complete } from './complete.js'
import { embed } from './embed.js'
import type { Pipeline } from './pipeline.js'
import type { Stages } from './stages.js'

/** The pipeline as the doors see it. */
export function createPipeline(stages: Stages, authenticate: Pipeline['authenticate']): Pipeline {
  return {
    authenticate,
    complete: (principal, request, options) => complete(stages, principal, request, options),
    embed: (principal, request, options) => embed(stages, principal, request, options),
  }
}
