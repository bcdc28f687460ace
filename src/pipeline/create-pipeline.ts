import { complete } from './complete.js'
import { embed } from './embed.js'
import { estimate } from './estimate.js'
import { explain } from './explain.js'
import { moderate } from './moderate.js'
import type { Pipeline } from './pipeline.js'
import { rerank } from './rerank.js'
import type { Stages } from './stages.js'

/** The pipeline as the doors see it. */
export function createPipeline(stages: Stages, authenticate: Pipeline['authenticate']): Pipeline {
  return {
    authenticate,
    complete: (principal, request, options) => complete(stages, principal, request, options),
    embed: (principal, request, options) => embed(stages, principal, request, options),
    rerank: (principal, request, options) => rerank(stages, principal, request, options),
    moderate: (principal, request, options) => moderate(stages, principal, request, options),
    explain: (principal, request, options) => explain(stages, principal, request, options),
    estimate: (principal, request, options) => estimate(stages, principal, request, options),
  }
}
