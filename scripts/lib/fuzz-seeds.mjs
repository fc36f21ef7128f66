// What the fuzzers start from: the inputs of the conformance corpus and of the Logto fixtures, cut to what each target reads.

import { readFileSync } from 'node:fs'
import { at, readJson } from './paths.mjs'

/** Larger ones slow a fuzzer down and show nothing that a small one does not. */
const maxBytes = 16 * 1024

const corpus = name => readJson(at('tests', 'corpus', `${name}.json`))
const fixture = name => readJson(at('tests', 'fixtures', 'logto', name))
const text = value => (typeof value === 'string' ? value : JSON.stringify(value))

const tokens = () => [
  ...corpus('tokens').cases.map(({ token }) => token),
  ...fixture('tokens.json').map(({ token }) => token),
]

/** Header and payload as they are, and the payload under the headers that the target signs truly. */
function signed() {
  const ours = ['at+jwt', 'JWT'].map(typ => JSON.stringify({ alg: 'EdDSA', typ, kid: 'eddsa' }))
  return tokens().flatMap(token => {
    const [header, payload] = token.split('.', 2).map(segment => Buffer.from(segment, 'base64url').toString())
    return payload ? [header.replaceAll('\n', ' '), ...ours].map(first => `${first}\n${payload}`) : []
  })
}

/** Each captured token as it is, and with a letter changed at its start, in its middle and at its end. */
const altered = () =>
  Array.from({ length: 66 }, (_, number) => [
    Buffer.from([number]),
    ...[0, 0x0100, 0x0200].map(place => Buffer.from([number, 0, place >> 8, place & 255, 7])),
  ]).flat()

const templates = () => [
  ...corpus('templates').cases.flatMap(({ template }) => (template === undefined ? [] : [text(template)])),
  ...Object.values(corpus('resolution').templates ?? {}).map(text),
  text(fixture('template-export/bundle.json')),
]

/** The named profiles and those of the corpus: as they are, without each of their members, and with a number in its place. */
const profiles = () =>
  [
    ...Object.values(readJson(at('src', 'token', 'profiles.json'))),
    ...corpus('tokens').cases.flatMap(({ options }) => profilesIn(options)),
    ...corpus('options').cases.flatMap(profilesIn),
  ]
    .flatMap(profile => [profile, ...[undefined, 1].flatMap(value => changed(profile, value))])
    .map(text)

const changed = (profile, value) => Object.keys(profile).map(name => ({ ...profile, [name]: value }))

/** Every object that is the member `profile` of another one. */
const profilesIn = value =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, inner]) => [
        ...(name === 'profile' && typeof inner === 'object' && inner !== null ? [inner] : []),
        ...profilesIn(inner),
      ])
    : []

const code = kind => corpus('code').cases.filter(entry => entry.kind === kind)

const seeds = {
  token: tokens,
  signed,
  altered,
  key_set: () =>
    [
      ...Object.values(corpus('tokens').keySets),
      ...['all', 'es384', 'rotated', 'rs256-current-es384-previous'].map(name =>
        fixture(`jwks-${name}.json`),
      ),
    ].map(text),
  profile: profiles,
  template: templates,
  csv: () => code('csv').flatMap(entry => Object.values(entry).filter(isCsv)),
  policy: () => [
    ...Object.values(corpus('policy').documents).map(text),
    ...corpus('policy').cases.flatMap(({ document, text: own }) =>
      [own, typeof document === 'object' ? JSON.stringify(document) : undefined].filter(Boolean),
    ),
    ...templates(),
  ],
  grant: () => corpus('grants').cases.map(({ json }) => text(json)),
}

const isCsv = value => typeof value === 'string' && value.includes(',')

/** The seeds of a target, each once. */
export function seedsOf(target) {
  const inputs = seeds[target]().map(seed => Buffer.from(seed))
  const small = inputs.filter(({ length }) => length <= maxBytes)
  return [...new Map(small.map(seed => [seed.toString('latin1'), seed])).values()]
}

/** The targets that are written in Rust, as `fuzz/Cargo.toml` lists them. */
export const rustTargets = () =>
  [...readFileSync(at('fuzz', 'Cargo.toml'), 'utf8').matchAll(/^\[\[bin\]\]\nname = "([^"]+)"/gm)].map(
    ([, name]) => name,
  )
