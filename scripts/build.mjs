import './require-node.mjs'

import('./tasks/build.mjs')
