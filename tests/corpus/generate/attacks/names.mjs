// Names of cases, by topic.
const list = (topic, ...names) => names.map(name => `${topic}: ${name}`)
export const form = (...names) => list('form', ...names)
export const header = (...names) => list('header', ...names)
export const claims = (...names) => list('claims', ...names)
export const time = (...names) => list('time', ...names)
export const keys = (...names) => list('keysets', ...names)
export const refusedKeys = (...names) => list('keysets: key refused', ...names)
export const signature = (...names) => list('signature', ...names)
export const kinds = (...names) => list('kinds', ...names)
export const ecdsa = (...names) =>
  ['ES384', 'ES256'].flatMap(alg => names.map(name => `signature: ${alg}: ${name}`))
export const every = (...names) =>
  ['ES384', 'ES256', 'RS256', 'EdDSA'].flatMap(alg => names.map(name => `signature: ${alg}: ${name}`))
export const typed = (name, ...values) => values.map(value => `${name} is ${value}`)
