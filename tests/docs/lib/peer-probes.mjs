// What the rows of the comparison find out by trying, peer by peer.
import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { createVerifier } from 'fast-jwt'
import { at, readJson } from '../../../scripts/lib/paths.mjs'
import { json, serve } from '../../runtimes/lib/issuer.mjs'
import { acceptable, expired, forged, longLived, trials, usualOptions } from './peer-tokens.mjs'
import { pemOf, verifiers, withKeySets } from './peers.mjs'

const accepts = async (verifier, token) => {
  try {
    await verifier.verify(token)
    return true
  } catch {
    return false
  }
}

/** Asks every verifier of a setting, by name. */
async function each(options, ask, names) {
  const answers = {}
  for (const [name, make] of Object.entries(verifiers(options))) {
    answers[name] = names && !names.includes(name) ? '–' : await ask(make(), name)
  }
  return answers
}

/** `refuses`, `accepts`, or `by option`: refused once everything is demanded that can be. */
export async function verdicts({ token, options = usualOptions, keySets = false }) {
  const names = keySets ? withKeySets : undefined
  const usual = await each(options, verifier => accepts(verifier, token), names)
  const strict = await each({ ...options, strict: true }, verifier => accepts(verifier, token), names)
  const word = name => (strict[name] ? 'accepts' : usual[name] ? 'by option' : 'refuses')
  return Object.fromEntries(
    Object.entries(usual).map(([name, answer]) => [name, answer === '–' ? answer : word(name)]),
  )
}

/** How often the signature of a token is looked at that comes twice. */
async function signaturesOfTwo() {
  let count = 0
  const restore = [
    [crypto.subtle, 'verify'],
    [crypto, 'verify'],
    [crypto, 'createVerify'],
  ].map(([object, method]) => {
    const real = object[method]
    object[method] = function (...rest) {
      count++
      return real.apply(this, rest)
    }
    return () => {
      object[method] = real
    }
  })
  syncBuiltinESMExports()
  try {
    return await each(usualOptions, async verifier => {
      count = 0
      await verifier.verify(acceptable.token)
      const once = count
      await verifier.verify(acceptable.token)
      return { once, twice: count }
    })
  } finally {
    for (const undo of restore) undo()
    syncBuiltinESMExports()
  }
}

/** fast-jwt cannot be watched so: it keeps the functions that it found at first. It asks for the key each time. */
async function keysForTwo() {
  let count = 0
  const key = async () => {
    count++
    return usualOptions.jwks.keys[0]
  }
  const verify = createVerifier({ key: async () => pemOf(await key()), cache: true })
  await verify(acceptable.token)
  const once = count
  await verify(acceptable.token)
  return { once, twice: count }
}

/** How often a key set is fetched while `work` runs. */
async function fetches(work) {
  const server = await serve((_, response) => json(response, usualOptions.jwks))
  try {
    const options = { ...usualOptions, url: `${server.origin}/jwks`, jwk: usualOptions.jwks.keys[0] }
    return await each(
      options,
      async verifier => {
        server.requests.length = 0
        await work(verifier, server)
        return server.requests.length
      },
      withKeySets,
    )
  } finally {
    await server.close()
  }
}

const errorOf = async (verifier, token) => {
  try {
    await verifier.verify(token)
  } catch (error) {
    return error
  }
  throw new Error('it was accepted')
}

const shown = error => {
  const parts = [error.message, error.stack, String(error.cause), JSON.stringify({ ...error })]
  return parts.join('\n')
}

/** The download of what verifies with a local key set, or a key. */
const programs = {
  jose: "export { createLocalJWKSet, jwtVerify } from 'jose'",
  'aws-jwt-verify': "export { JwtVerifier } from 'aws-jwt-verify'",
  'fast-jwt': "export { createVerifier } from 'fast-jwt'",
  hono: "export { verifyWithJwks } from 'hono/jwt'",
  jsonwebtoken: "export { verify } from 'jsonwebtoken'",
}

async function download(contents, platform) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: at('tests', 'docs') },
    ...{ bundle: true, minify: true, write: false, format: 'esm', target: 'es2022', platform },
    logLevel: 'silent',
  })
  return Math.round(gzipSync(outputFiles[0].contents, { level: 9 }).length / 1000)
}

const dependenciesOf = name =>
  Object.keys(readJson(at('node_modules', name, 'package.json')).dependencies ?? {})

const entries = async answers => Object.fromEntries(await Promise.all(answers))

/** The rows that are no verdict on one token, by name; each is given the mock timers of a test. */
export const probes = {
  'verifies a signature once for a token that comes twice': async () => {
    const counts = Object.entries({ ...(await signaturesOfTwo()), 'fast-jwt': await keysForTwo() })
    return Object.fromEntries(
      counts.map(([name, { once, twice }]) => [name, once === 0 ? '?' : once === twice ? 'yes' : 'no']),
    )
  },
  'answers at once, in Node': () =>
    each(usualOptions, async ({ atOnce }, name) => {
      if (name === 'orgate') {
        const { createGate } = await import('orgate/sync')
        const { issuer, jwks, expect } = usualOptions
        atOnce = token => createGate({ issuer, keys: jwks }).verifyOrganizationToken(token, expect)
      }
      const answer = atOnce?.(acceptable.token)
      return answer && typeof answer.then !== 'function' ? 'yes' : 'no'
    }),
  'fetches of the key set for three tokens': () =>
    fetches(async verifier => {
      for (let round = 0; round < 3; round++) await verifier.verify(longLived())
    }),
  'fetches for ten tokens with a `kid` that nobody has, a minute after the keys came': async ({ timers }) => {
    timers.enable({ apis: ['Date'], now: Date.now() })
    try {
      return await fetches(async (verifier, server) => {
        await verifier.verify(longLived())
        timers.tick(60_000)
        server.requests.length = 0
        for (let index = 0; index < 10; index++) await accepts(verifier, longLived(`unknown-${index}`))
      })
    } finally {
      timers.reset()
    }
  },
  'asks for the key set again after a day': async ({ timers }) => {
    timers.enable({ apis: ['Date'], now: Date.now() })
    try {
      const counts = await fetches(async (verifier, server) => {
        await verifier.verify(longLived())
        timers.tick(86_400_000)
        server.requests.length = 0
        await verifier.verify(longLived())
      })
      const word = count => (count === '–' ? count : count > 0 ? 'yes' : 'no')
      return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, word(count)]))
    } finally {
      timers.reset()
    }
  },
  'a refusal shows the token': () =>
    each({ ...usualOptions, strict: true }, async verifier => {
      const tokens = [forged, expired, `${acceptable.token}.`, trials['no `exp`'].token]
      for (const token of tokens) {
        const shows = await errorOf(verifier, token).then(shown, () => '')
        if (shows.includes(token.split('.')[1])) return 'yes'
      }
      return 'no'
    }),
  'a refusal has a stable code': () =>
    each(usualOptions, async verifier => {
      const { code } = await errorOf(verifier, expired)
      return typeof code === 'string' ? 'yes' : 'no'
    }),
  'packages that come along': async () => {
    const names = Object.keys(verifiers(usualOptions))
    return Object.fromEntries(names.map(name => [name, dependenciesOf(name).length]))
  },
  'download in KB, minified and gzipped': async () =>
    entries(
      Object.entries(programs).map(async ([name, contents]) => {
        const platform = ['fast-jwt', 'jsonwebtoken'].includes(name) ? 'node' : 'browser'
        return [name, await download(contents, platform)]
      }),
    ),
}
