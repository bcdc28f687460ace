import './require-node.mjs'

import('./tasks/codegen.mjs')
