import { Field, Float, ID, InputType, Int } from 'type-graphql'
import type { Modality } from '../../domain/model.js'
import { ModalityName } from '../catalog/model.type.js'
import type { Given } from '../inference/message.input.js'
import { DecimalScalar } from '../scalars.js'
import { DRY_RUN, UPDATES, VERSION } from './change.input.js'

const GIVEN = { nullable: true } as const

@InputType({ description: 'What a model can do, where the catalogue does not know or is wrong. Absent: as the catalogue says.' })
export class ModelCapabilitiesInput {
  @Field(() => [ModalityName], { ...GIVEN, description: 'What it takes.' }) input?: Given<Modality[]>
  @Field(() => [ModalityName], { ...GIVEN, description: 'What it makes.' }) output?: Given<Modality[]>
  @Field(() => Boolean, { ...GIVEN, description: 'Calls tools.' }) tools?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Calls several tools at a time.' }) parallelTools?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Answers to a JSON schema by its own means.' }) jsonSchema?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Answers in JSON of any shape by its own means.' }) jsonMode?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Reasons before it answers.' }) reasoning?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Discounts prompts that it has seen.' }) promptCache?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Makes embeddings.' }) embeddings?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Ranks documents.' }) rerank?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Moderates content.' }) moderation?: Given<boolean>
  @Field(() => Boolean, { ...GIVEN, description: 'Goes on with an answer that ends the request, for routes with continue.' })
  prefill?: Given<boolean>
  @Field(() => [String], { ...GIVEN, description: 'Parameters of CompletionInput that it refuses: left out with a warning.' })
  unsupported?: Given<string[]>
}

@InputType({ description: "USD per million tokens, but perRequest. It takes the place of the list's price whole." })
export class PriceInput {
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Text in.' }) input?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Text in that a prompt cache served.' }) cacheRead?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Text in that is kept for five minutes.' }) cacheWrite5m?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Text in that is kept for an hour.' }) cacheWrite1h?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Audio in.' }) inputAudio?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Images in.' }) inputImage?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Text out.' }) output?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Reasoning out.' }) reasoning?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Audio out.' }) outputAudio?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'Images out.' }) outputImage?: Given<string>
  @Field(() => DecimalScalar, { ...GIVEN, description: 'USD for each request, whatever its tokens.' }) perRequest?: Given<string>
  @Field(() => String, { ...GIVEN, description: "YYYY-MM-DD: before it the list's price holds." }) effectiveFrom?: Given<string>
  @Field(() => String, { ...GIVEN, description: 'YYYY-MM-DD: from then on the price is shown as stale.' })
  validUntil?: Given<string>
}

@InputType()
export abstract class ModelFields {
  @Field(() => ID, { description: '`provider/model`.' }) id!: string
  @Field(() => [String], { ...GIVEN, description: 'Other names that callers may ask for.' }) aliases?: Given<string[]>
  @Field(() => String, { ...GIVEN, description: 'What the model is, where its name does not tell, such as gpt-5-mini.' })
  model?: Given<string>
  @Field(() => String, { ...GIVEN, description: 'For people.' }) displayName?: Given<string>
  @Field(() => Int, { ...GIVEN, description: 'Tokens.' }) contextWindow?: Given<number>
  @Field(() => Int, { ...GIVEN, description: 'Tokens.' }) maxOutputTokens?: Given<number>
  @Field(() => ModelCapabilitiesInput, { ...GIVEN, description: 'What it can do.' }) capabilities?: Given<ModelCapabilitiesInput>
  @Field(() => PriceInput, { ...GIVEN, description: 'What it costs.' }) price?: Given<PriceInput>
  @Field(() => Float, { ...GIVEN, description: 'How good its answers are, from 0 to 1, for the model `auto`.' })
  quality?: Given<number>
  @Field(() => String, { ...GIVEN, description: 'YYYY-MM-DD.' }) releasedAt?: Given<string>
  @Field(() => String, { ...GIVEN, description: 'YYYY-MM-DD: from when its maker advises against it.' })
  deprecatedAt?: Given<string>
  @Field(() => String, { ...GIVEN, description: 'YYYY-MM-DD: from when it is not listed as available.' })
  retiresAt?: Given<string>
  @Field(() => Boolean, DRY_RUN) dryRun?: Given<boolean>
}

@InputType({ description: 'What you know better of a model than the catalogue.' })
export class CreateModelInput extends ModelFields {}

@InputType({ description: UPDATES })
export class UpdateModelInput extends ModelFields {
  @Field(() => Int, VERSION) version!: number
}
