import './require-node.mjs'

import('./tasks/test.mjs')
