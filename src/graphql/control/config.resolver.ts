import { Arg, Ctx, Int, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql'
import { GatewayError } from '../../domain/gateway-error.js'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE, toPageRequest } from '../page.js'
import { toOptions } from './change.js'
import { ConfigDifferenceType, ConfigPayload, toChangePayload, toDifferenceType } from './change.type.js'
import { ApplyConfigInput, ConfigChangeType, ConfigVersionPage, RollbackConfigInput, RotateSecretPayload } from './config.type.js'
import { openConfigChanged } from './config-changed.js'

/** What the whole of the configuration is taken to cost: its size has a limit of its own. */
const WHOLE_COMPLEXITY = 100

@Resolver()
export class ConfigResolver {
  @Query(() => ConfigVersionPage, {
    nullable: true,
    description: 'The states of what is declared by the API, newest first.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  async configVersions(
    @Ctx() { control, principal }: OperationContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE, description: 'How many, at most 100.' }) first: number,
    @Arg('before', () => Int, { nullable: true, description: 'Only versions that are older than this one.' })
    before?: number | null,
  ): Promise<ConfigVersionPage> {
    toPageRequest(first, null)
    const page = { first, ...(before != null && { before }) }
    const { items, hasNextPage } = await control.listVersions(principal, page)
    return { nodes: [...items], hasNextPage }
  }

  @Query(() => [ConfigDifferenceType], {
    nullable: true,
    description: 'What changed from one version to another. 0 is the empty one.',
    complexity: ({ childComplexity }) => WHOLE_COMPLEXITY + childComplexity,
  })
  async configDiff(
    @Ctx() { control, principal }: OperationContext,
    @Arg('from', () => Int, { description: 'The version before.' }) from: number,
    @Arg('to', () => Int, { nullable: true, description: 'The version after; absent: the present one.' }) to?: number | null,
  ): Promise<ConfigDifferenceType[]> {
    checkVersion('from', from)
    if (to != null) checkVersion('to', to)
    return (await control.diff(principal, from, to ?? undefined)).map(toDifferenceType)
  }

  @Query(() => String, {
    description: 'What is declared by the API as a configuration file (YAML), without credentials.',
    complexity: WHOLE_COMPLEXITY,
  })
  configExport(@Ctx() { control, principal }: OperationContext): string {
    return control.exportFile(principal)
  }

  @Mutation(() => ConfigPayload, { description: 'Makes a new version with the content of an old one.' })
  async rollbackConfig(
    @Arg('input', () => RollbackConfigInput) { version, dryRun }: RollbackConfigInput,
    @Ctx() { control, principal }: OperationContext,
  ): Promise<ConfigPayload> {
    checkVersion('input.version', version)
    return toChangePayload(await control.rollBack(principal, version, toOptions({ dryRun })))
  }

  @Mutation(() => ConfigPayload, { description: 'Makes what is declared by the API equal to a configuration file.' })
  async applyConfig(
    @Arg('input', () => ApplyConfigInput) { yaml, dryRun }: ApplyConfigInput,
    @Ctx() { control, principal }: OperationContext,
  ): Promise<ConfigPayload> {
    return toChangePayload(await control.applyFile(principal, yaml, toOptions({ dryRun })))
  }

  @Mutation(() => RotateSecretPayload, {
    description: 'Seals all credentials anew, under a new data key and the present WEIR_SECRET.',
  })
  rotateSecret(@Ctx() { control, principal }: OperationContext): Promise<RotateSecretPayload> {
    return control.rotateSecret(principal)
  }

  @Subscription(() => ConfigChangeType, {
    description: 'Tells each time that another configuration is in force.',
    subscribe: ({ context }) => openConfigChanged(context as OperationContext),
  })
  configChanged(@Root() change: ConfigChangeType): ConfigChangeType {
    return change
  }
}

function checkVersion(path: string, version: number): void {
  if (version >= 0) return
  throw new GatewayError('INVALID_REQUEST', `${path} must be a version, 0 or more.`, { path })
}
