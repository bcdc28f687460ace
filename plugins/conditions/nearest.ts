/** The known name that was probably meant, or undefined when none is near. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined
  for (const name of known) {
    const distance = distanceBetween(written.toLowerCase(), name.toLowerCase())
    if (distance <= Math.max(1, Math.floor(name.length / 3)) && distance < (best?.distance ?? Infinity)) best = { name, distance }
  }
  return best?.name
}

/** How many characters must be put in, taken out, replaced or swapped with their neighbour to make one of the other. */
function distanceBetween(a: string, b: string): number {
  if (a.length > 64) return a.length
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) row.push(cell(i, j, row))
    rows.push(row)
  }
  return rows[a.length]![b.length]!

  function cell(i: number, j: number, row: readonly number[]): number {
    const above = rows[i - 1]!
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity
    return Math.min(swapped, above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1), above[j]! + 1, row[j - 1]! + 1)
  }
}
