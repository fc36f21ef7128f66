// Measures the verifiers in a Node of its own: one token case and the options are its input.
import { readFileSync } from 'node:fs'
import { measureVerifiers } from './verifiers-measure.mjs'
import { nodeVerifiersOf } from './verifiers-node.mjs'

const { tokenCase, options } = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(await measureVerifiers(tokenCase, options, nodeVerifiersOf)))
