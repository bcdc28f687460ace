import './require-node.mjs'

import('./tasks/dev.mjs')
