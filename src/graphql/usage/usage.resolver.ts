import { Arg, Ctx, Int, Query, Resolver, Root, Subscription } from 'type-graphql'
import type { UsageDimension, UsageInterval } from '../../domain/stores.js'
import type { OperationContext } from '../context.js'
import {
  LiveUsageFilterInput,
  toUsageBucketType,
  toUsageQuery,
  UsageBucketType,
  UsageDimensionName,
  UsageFilterInput,
  UsageIntervalName,
  UsageWindow,
} from './usage.type.js'
import { openUsageLive, type UsageLiveArguments } from './usage-live.js'

/** What a report may have at most is the store's to limit; this is what it is taken to cost. */
const REPORT_COMPLEXITY = 50

@Resolver()
export class UsageResolver {
  @Query(() => [UsageBucketType], {
    nullable: true,
    description: 'What the calls of a span of time add up to.',
    complexity: ({ childComplexity }) => REPORT_COMPLEXITY + childComplexity,
  })
  async usage(
    @Ctx() { admin, principal }: OperationContext,
    @Arg('where', () => UsageFilterInput) where: UsageFilterInput,
    @Arg('groupBy', () => UsageDimensionName, { nullable: true }) groupBy?: UsageDimension | null,
    @Arg('interval', () => UsageIntervalName, { nullable: true }) interval?: UsageInterval | null,
  ): Promise<UsageBucketType[]> {
    const buckets = await admin.usageReport(principal, toUsageQuery({ where, groupBy, interval }, new Date()))
    return buckets.map(toUsageBucketType)
  }

  @Subscription(() => UsageWindow, {
    description: 'Usage as it happens, a window every so many milliseconds.',
    subscribe: ({ args, context }) => openUsageLive(args as unknown as UsageLiveArguments, context as OperationContext),
  })
  usageLive(
    @Root() window: UsageWindow,
    @Arg('where', () => LiveUsageFilterInput, { nullable: true }) _where?: LiveUsageFilterInput | null,
    @Arg('everyMs', () => Int, { defaultValue: 1000 }) _everyMs?: number,
  ): UsageWindow {
    return window
  }
}
