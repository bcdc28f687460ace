import { request } from 'undici'

/**
 * What the metrics of a gateway tell of its attempts since it started; undefined when they tell nothing of deployments. A retry follows
 * nothing but a failure: without `unsuccessful` ones there was none. `circuitsNotClosed`: of how many deployments, at this moment.
 */
export function countAttempts(metrics) {
  const attempts = valuesOf(metrics, 'weir_deployment_attempts_total')
  if (attempts.length === 0) return undefined
  const all = sum(attempts.map(({ value }) => value))
  const succeeded = sum(attempts.filter(({ labels }) => labels.includes('outcome="SUCCEEDED"')).map(({ value }) => value))
  const circuits = valuesOf(metrics, 'weir_deployment_circuit')
  return { unsuccessful: all - succeeded, circuitsNotClosed: circuits.filter(({ value }) => value > 0).length }
}

/** The same, asked of a gateway; undefined for what is none. */
export async function readAttempts(metricsUrl) {
  if (!metricsUrl) return undefined
  const answer = await request(metricsUrl, { headersTimeout: 5000, bodyTimeout: 5000 })
  return countAttempts(await answer.body.text())
}

function valuesOf(metrics, name) {
  return metrics
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`))
    .map((line) => ({
      labels: line.slice(name.length, line.lastIndexOf(' ')),
      value: Number(line.slice(line.lastIndexOf(' ') + 1)),
    }))
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0)
