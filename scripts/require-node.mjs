// Evaluated before anything else, also by a Node that is too old: plain syntax, no imports.
const REQUIRED = [20, 19]
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < REQUIRED[0] || (major === REQUIRED[0] && minor < REQUIRED[1])) {
  console.error(
    `Weir needs Node ${REQUIRED.join('.')} or newer; this is Node ${process.versions.node}. Install one from https://nodejs.org`,
  )
  process.exit(1)
}
