/** Who the prompt is for. */
export interface PromptReceiver {
  readonly owner: string
  readonly version: 'v2' | 'v3'
  /** What the model takes by address, by media type; see `supportedUrls` of the contract. */
  readonly urls: Readonly<Record<string, readonly RegExp[]>>
}
