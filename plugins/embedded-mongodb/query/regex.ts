import type { Opaque } from '../bson/values.js'
import { badValue, refuse } from '../errors.js'

/** Pattern and options of a BSON regular expression. */
export function readRegex({ bytes }: Opaque): { pattern: string; options: string } {
  const end = bytes.indexOf(0)
  return { pattern: bytes.toString('utf8', 0, end), options: bytes.toString('utf8', end + 1, bytes.length - 1) }
}

const notNewline = '[^\\n]'
const anything = '[\\s\\S]'
const asciiSpace = '\\t\\n\\v\\f\\r '
const shared: Record<string, string> = { d: '0-9', w: '0-9A-Za-z_', s: asciiSpace }

/** One token of the patterns that PCRE and JavaScript read alike; whatever does not start like this is refused. */
const token =
  /\(\?:|\((?!\?)|[)|^$.]|[*+?]\??|\{\d+(?:,\d*)?\}\??|\[\^?(?:\\[dws\]\\^.\-/$*+?(){}|[]|[^\\[\]])+\]|\\[^a-zA-Z0-9]|\\[dwsDWSntr]|[^\\[\]{}()*+?.^$|]/suy

/**
 * MongoDB matches by PCRE. The parts of its syntax that mean the same in JavaScript, or can be written so that they do, are translated;
 * everything else is refused.
 */
export function toRegExp(pattern: string, options: string): RegExp {
  if (/[^is]/.test(options)) refuse(`The $regex option '${options}'`)
  // Regardless of case, JavaScript counts two more letters to these classes than PCRE.
  if (options.includes('i') && /\\[wW]/.test(pattern)) refuse('\\w with the $regex option i')
  let source = ''
  token.lastIndex = 0
  while (token.lastIndex < pattern.length) {
    const at = token.lastIndex
    const found = token.exec(pattern)
    if (found === null) refuse(`The regular expression /${pattern}/ from position ${at}`)
    source += translate(found[0], options.includes('s'))
  }
  try {
    return new RegExp(source, options.includes('i') ? 'iu' : 'u')
  } catch {
    return badValue(`Regular expression is invalid: /${pattern}/`)
  }
}

function translate(part: string, dotAll: boolean): string {
  if (part === '.') return dotAll ? anything : notNewline
  // PCRE's $ also matches before a last newline.
  if (part === '$') return '(?=\\n?(?![\\s\\S]))'
  if (part.startsWith('[')) return part.replace(/\\([dws])/g, (_, name: string) => shared[name]!)
  if (/^\\[dws]$/.test(part)) return `[${shared[part[1]!]}]`
  if (/^\\[DWS]$/.test(part)) return `[^${shared[part[1]!.toLowerCase()]}]`
  if (part.startsWith('\\') && !/^\\[\^$\\.*+?()[\]{}|/ntr]$/.test(part)) return part[1] === '-' ? '\\-'.slice(1) : part.slice(1)
  return part === '/' ? '\\/' : part
}
