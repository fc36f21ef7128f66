import { createGate } from 'orgate'
import { cacheStore, kvStore, remoteKeys } from 'orgate/keys'

const STORES = {
  /** A store that answers with what stands in the question: what the rest costs. */
  memory: stored => ({
    get: async name => stored[name],
    async put(name, value) {
      stored[name] = value
    },
  }),
  kv: (_stored, env) => kvStore(env.STORE),
  cache: (_stored, env) => cacheStore(env.CACHE),
}

/** @param question `store` names the second level; `fill` asks for it to be filled, and for what `memory` then has. */
export async function first(question, env, context) {
  const { issuer, keys: url, algorithm, organization, token, now, store, stored = {}, fill } = question
  const later = []
  const keys = remoteKeys({
    url,
    store: STORES[store](stored, env),
    waitUntil(promise) {
      later.push(promise)
      context?.waitUntil(promise)
    },
  })
  const gate = createGate({ issuer, keys, algorithms: [algorithm], clock: () => now * 1000 })
  const { subject } = await gate.verifyOrganizationToken(token, { organization })
  if (!fill) return subject
  await Promise.all(later)
  return stored
}
