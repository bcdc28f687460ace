const MAX_LENGTH = 200
/** A run of this many characters of a prompt is an echo, not a coincidence. */
const ECHO_LENGTH = 24

const KEY = /\b(?:sk|pk|rk|ak|gsk|xai|hf|nvapi|key|org|proj|req|user)[-_][\w*.-]{4,}|\bbearer [\w*.-]+|\S+@\S+|[\w*+/=-]{20,}/gi

/** A vendor's words, short and without anything that resembles a key, an account or an address. */
export function toSafeText(message: string): string {
  return message.replace(/\s+/g, ' ').replace(KEY, '[removed]').slice(0, MAX_LENGTH).trim()
}

/** Whether a vendor's message repeats the prompt. Case, white space and escapes do not hide an echo. */
export function echoes(message: string, prompts: readonly string[]): boolean {
  const said = squash(message)
  return prompts.some((prompt) => {
    const asked = squash(prompt)
    if (asked.length < ECHO_LENGTH) return asked.length > 0 && said.includes(asked)
    for (let from = 0; from + ECHO_LENGTH <= said.length; from++) {
      if (asked.includes(said.slice(from, from + ECHO_LENGTH))) return true
    }
    return false
  })
}

function squash(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\s\\"'`]+/g, ' ')
    .trim()
}
