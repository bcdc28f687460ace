const PRICE = { input: '1.25', cacheRead: '0.125', output: '10' }

/** Everything on that costs: keys, prices, the journal, bodies. JSON is YAML. */
export function createGatewayConfig({ upstreamUrl, modelNames }) {
  return JSON.stringify({
    providers: [{ name: 'mock', kind: 'openai-compatible', baseUrl: `${upstreamUrl}/v1`, apiKey: 'bench-upstream-key' }],
    records: { bodies: 'ON' },
    prices: Object.fromEntries(modelNames.map((name) => [`mock/${name}`, PRICE])),
  })
}
