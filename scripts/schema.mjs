import './require-node.mjs'

import('./tasks/schema.mjs')
