/** A Markdown table; figures are set to the right. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  const rule = head.map((_, column) => (column === 0 ? '---' : '---:'))
  return [line(head), line(rule), ...rows.map(line)].join('\n')
}

/** `2.31 (2.25 to 2.40)`; a dash when there was nothing to measure. */
export function withInterval({ median, low, high }, { digits = 2, unit = '' } = {}) {
  if (!Number.isFinite(median)) return '-'
  return `${median.toFixed(digits)}${unit} (${low.toFixed(digits)} to ${high.toFixed(digits)})`
}

export function plain(number, digits = 1) {
  return Number.isFinite(number) ? number.toFixed(digits) : '-'
}

export function megabytes(bytes) {
  return plain(bytes / 2 ** 20, 0)
}

export function percent(share) {
  return Number.isFinite(share) ? `${(share * 100).toFixed(2)} %` : '-'
}
