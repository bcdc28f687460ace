import './require-node.mjs'

import('./tasks/weir.mjs')
