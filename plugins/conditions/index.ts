export { compileCondition } from './compile-condition.js'
