import { request } from 'undici'

const ISSUE = 'mutation Issue($input: IssueApiKeyInput!) { issueApiKey(input: $input) { secret } }'

/** A key such as a client has, made by the gateway's own mutation: measured calls go through the look-up of keys, not past it. */
export async function issueKey(port, adminKey) {
  const answer = await request(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
    body: JSON.stringify({
      query: ISSUE,
      variables: { input: { name: 'bench', scopes: ['INFERENCE', 'COMPLETIONS_READ', 'USAGE_READ'] } },
    }),
    headersTimeout: 10_000,
  })
  const { data, errors } = await answer.body.json()
  if (!data?.issueApiKey?.secret) throw new Error(`No key for the benchmark: ${JSON.stringify(errors ?? data).slice(0, 500)}`)
  return data.issueApiKey.secret
}
