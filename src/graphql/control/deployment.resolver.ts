import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql'
import type { OperationContext } from '../context.js'
import { DEFAULT_PAGE } from '../page.js'
import { DRY_RUN, VERSION } from './change.input.js'
import { create, remove, update } from './change.js'
import { DeletePayload } from './change.type.js'
import { toDeclaredPage } from './declared-page.js'
import { CreateDeploymentInput, UpdateDeploymentInput } from './deployment.input.js'
import {
  DeploymentConnection,
  DeploymentPayload,
  DeploymentType,
  toDeploymentPayload,
  toDeploymentType,
} from './deployment.type.js'

@Resolver()
export class DeploymentResolver {
  @Query(() => DeploymentConnection, {
    description: 'The deployments that are declared, wherever they are, by name.',
    complexity: ({ args, childComplexity }) => 1 + args.first * childComplexity,
  })
  deployments(
    @Ctx() { control, principal }: OperationContext,
    @Arg('first', () => Int, { defaultValue: DEFAULT_PAGE }) first: number,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ) {
    return toDeclaredPage(control.list(principal, 'DEPLOYMENT'), { first, after }, toDeploymentType)
  }

  @Query(() => DeploymentType, { nullable: true, description: 'A deployment that is declared.' })
  deployment(@Arg('name', () => String) name: string, @Ctx() { control, principal }: OperationContext): DeploymentType | null {
    const found = control.find(principal, 'DEPLOYMENT', name)
    return found && toDeploymentType(found)
  }

  @Mutation(() => DeploymentPayload, { description: "Takes its share of the model's calls within a second, in every process." })
  async createDeployment(
    @Arg('input', () => CreateDeploymentInput) input: CreateDeploymentInput,
    @Ctx() context: OperationContext,
  ) {
    return toDeploymentPayload(await create('DEPLOYMENT', input, context))
  }

  @Mutation(() => DeploymentPayload, { description: 'Calls under way go on as they began.' })
  async updateDeployment(
    @Arg('input', () => UpdateDeploymentInput) input: UpdateDeploymentInput,
    @Ctx() context: OperationContext,
  ) {
    return toDeploymentPayload(await update('DEPLOYMENT', input, context))
  }

  @Mutation(() => DeletePayload, { description: 'Refused while a route would be left without targets.' })
  deleteDeployment(
    @Ctx() context: OperationContext,
    @Arg('name', () => String, { description: 'Which one.' }) name: string,
    @Arg('version', () => Int, { ...VERSION, nullable: true }) version?: number | null,
    @Arg('dryRun', () => Boolean, DRY_RUN) dryRun?: boolean | null,
  ): Promise<DeletePayload> {
    return remove('DEPLOYMENT', { name, version, dryRun }, context)
  }
}
