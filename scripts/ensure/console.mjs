/** One line of progress. */
export function say(line) {
  process.stdout.write(`weir: ${line}\n`)
}

/** Ends the script: what went wrong and what to do about it. */
export function fail(line) {
  process.stderr.write(`weir: ${line}\n`)
  process.exit(1)
}

export function seconds(sinceMs) {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`
}
