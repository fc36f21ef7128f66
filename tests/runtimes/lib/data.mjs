// The corpus and the fixtures, as the conformance runner takes them.
import { readFileSync } from 'node:fs'

const read = path => JSON.parse(readFileSync(new URL(`../../${path}.json`, import.meta.url), 'utf8'))
const logto = name => read(`fixtures/logto/${name}`)

export const corpus = Object.fromEntries(
  ['tokens', 'templates', 'resolution', 'staleness', 'grants', 'options', 'policy', 'code', 'codes'].map(
    name => [name, read(`corpus/${name}`)],
  ),
)

export const fixtures = {
  tokens: logto('tokens'),
  bundle: logto('template-export/bundle'),
  jwks: Object.fromEntries(
    ['all', 'es384', 'rotated', 'rs256-current-es384-previous'].map(name => [name, logto(`jwks-${name}`)]),
  ),
}
