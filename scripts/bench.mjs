import './require-node.mjs'

import('./tasks/bench.mjs')
