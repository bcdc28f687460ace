/**
 * Two ways to offer a fixed number of requests, both bounded in number under way (`lanes`) and in time. `once(lane, index)` makes one
 * request. Closed loop: every lane asks again as soon as it is answered, which shows cost. Fixed rate: requests leave on schedule
 * whatever happened to earlier ones, which shows latency without the queue that a closed loop builds up.
 */
export async function offerLoad({ requests, concurrency, ratePerSecond, deadlineMs }, once) {
  const until = Date.now() + deadlineMs
  let next = 0
  const runLane = async (lane) => {
    while (next < requests && Date.now() < until) {
      const index = next++
      if (ratePerSecond) await waitUntil(startedAt + (index * 1000) / ratePerSecond)
      await once(lane, index)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: Math.min(concurrency, requests) }, (_, lane) => runLane(lane)))
  return { offered: next, wallMs: performance.now() - startedAt }
}

function waitUntil(moment) {
  const waitMs = moment - performance.now()
  return waitMs > 0 ? new Promise((resolve) => setTimeout(resolve, waitMs)) : undefined
}
