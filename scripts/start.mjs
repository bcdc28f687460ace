import './require-node.mjs'

import('./tasks/start.mjs')
