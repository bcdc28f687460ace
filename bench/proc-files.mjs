/** Clock ticks a second in /proc: USER_HZ, 100 on every Linux that Node runs on. */
const TICK_MICROS = 10_000

/** The fields of /proc/PID/stat that count here. A command's name may hold spaces and brackets: the last bracket ends it. */
export function parseStat(text) {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return { parent: Number(fields[1]), cpuMicros: (Number(fields[11]) + Number(fields[12])) * TICK_MICROS }
}

/** Time on a processor, in microseconds, out of /proc/PID/task/TID/schedstat. */
export function parseSchedstat(text) {
  return Number(text.split(' ')[0]) / 1000
}

/** Peak resident memory in bytes out of /proc/PID/status. */
export function parsePeakMemory(text) {
  const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1]
  return kilobytes === undefined ? Number.NaN : Number(kilobytes) * 1024
}

/** All below `root`, itself first, given the parent of each process. */
export function descendantsOf(root, parents) {
  const found = [root]
  for (const pid of found) {
    for (const [child, parent] of parents) if (parent === pid && !found.includes(child)) found.push(child)
  }
  return found
}
