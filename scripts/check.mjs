import './require-node.mjs'

import('./tasks/check.mjs')
