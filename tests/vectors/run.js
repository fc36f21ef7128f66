// Every vector on both engines, in whichever runtime this runs: the core decides what is acceptable, then either the
// Rust engine decides (in wasm) or `crypto.subtle`, with the package's own parameters.

/**
 * `judge` is the issuer build's `judgeSignature`, `crypto` the package's `crypto.js`; `data` comes from data.mjs.
 * Answers `{ name, failures }` for each file and each example; for a file also `platformAlone`: how many the core
 * refuses and the platform would have accepted.
 */
export async function run({ judge, crypto, orgate, sync, data }) {
  const results = []
  for (const file of data.files) results.push(await runFile({ judge, crypto, file, data }))
  results.push(runRefused({ judge, data }))
  for (const example of data.rfc.cases)
    results.push(await runExample({ judge, crypto, orgate, sync, rfc: data.rfc, example }))
  return results
}

async function runFile({ judge, crypto, file, data }) {
  const failures = []
  const count = { vectors: 0, agree: 0, listed: 0, refusedKeys: 0, refusedForms: 0 }
  // What the core refuses, and the platform would have accepted.
  const platformAlone = []
  for (const { jwk, vectors } of file.groups) {
    for (const vector of vectors) {
      count.vectors += 1
      const id = `${file.name}/${vector.id}`
      const message = bytes(vector.message)
      const signature = bytes(vector.signature)
      const judged = judge(JSON.stringify(jwk), file.algorithm, message, signature)
      const verify = key => verifyWithPlatform({ crypto, algorithm: file.algorithm, key, message, signature })
      if (!judged.acceptable) {
        if (await verify(publicMembers(jwk)).catch(() => false)) platformAlone.push(vector.id)
        if (judged.keyRefused) count.refusedKeys += 1
        else count.refusedForms += 1
      }
      const platform = judged.acceptable && (await verify(judged.jwk))
      if (platform !== judged.valid)
        failures.push(`${id}: the Rust engine says ${judged.valid}, the platform ${platform}`)
      if (judged.keyRefused) continue
      const listed = data.exceptions.vectors[id]
      const agrees = vector.result === (platform ? 'valid' : 'invalid')
      if (listed) count.listed += 1
      else count.agree += agrees ? 1 : 0
      if (!listed && !agrees)
        failures.push(`${id}: ${vector.result} by its author, ${platform} here, not listed`)
      if (listed && agrees) failures.push(`${id}: listed, but agrees with its author`)
      if (listed && listed.valid !== platform)
        failures.push(`${id}: listed as ${listed.valid}, is ${platform}`)
    }
  }
  const known = data.exceptions.refusedKeys.filter(({ file: of }) => of === file.name)
  const expected = known.reduce((sum, { vectors }) => sum + vectors, 0)
  if (count.refusedKeys !== expected)
    failures.push(`${count.refusedKeys} vectors with refused keys, ${expected} are listed`)
  // Not every version of every platform accepts all of these.
  const unknown = platformAlone.filter(id => !data.exceptions.platformAlone[file.name]?.includes(id))
  if (unknown.length > 0) failures.push(`the platform alone accepts ${unknown} too, which is not listed`)
  const name =
    `${file.name}: ${count.vectors} vectors, ${count.agree} agree (${count.refusedForms} refused by their form), ` +
    `${count.listed} listed, ${count.refusedKeys} with refused keys; ` +
    `refused though the platform alone accepts: ${platformAlone.length}`
  return { name, failures, platformAlone: platformAlone.length }
}

/** Keys of files whose every key is out of bounds. */
function runRefused({ judge, data }) {
  const failures = []
  let keys = 0
  for (const file of data.refusedKeys) {
    const reasons = file.groups.map(
      ({ jwk }) => judge(JSON.stringify(jwk), file.algorithm, new Uint8Array(), new Uint8Array()).keyRefused,
    )
    keys += reasons.length
    const listed = data.exceptions.refusedKeys.find(({ file: of }) => of === file.name)
    const refused = reasons.filter(reason => reason === listed.reason).length
    if (refused !== reasons.length || refused !== listed.keys)
      failures.push(`${file.name}: ${refused} of ${reasons.length} keys refused, ${listed.keys} are listed`)
  }
  return { name: `${data.refusedKeys.length} files with ${keys} keys out of bounds, all refused`, failures }
}

async function runExample({ judge, crypto, orgate, sync, rfc, example }) {
  const failures = []
  const [header, payload, tail] = example.token.split('.')
  const signature = bytes(tail)
  const message = new TextEncoder().encode(`${header}.${payload}`)
  const algorithm = example.verifies ?? example.notEvenAs ?? 'ES384'
  const expected = example.verifies !== undefined
  const other = new TextEncoder().encode(`${header}.${payload}=`)
  for (const [bytesSigned, valid] of example.jwk
    ? [
        [message, expected],
        [other, false],
      ]
    : []) {
    const judged = judge(JSON.stringify(example.jwk), algorithm, bytesSigned, signature)
    const request = { crypto, algorithm, key: judged.jwk, message: bytesSigned, signature }
    const platform = judged.acceptable && (await verifyWithPlatform(request))
    const over = bytesSigned === message ? 'the signing input' : 'other bytes'
    if (judged.valid !== valid) failures.push(`over ${over} the Rust engine says ${judged.valid}`)
    if (platform !== valid) failures.push(`over ${over} the platform says ${platform}`)
  }
  const options = {
    issuer: rfc.claims.iss,
    keys: { keys: [example.jwk].filter(Boolean) },
    clock: () => rfc.now * 1000,
  }
  const withClaims = `${header}.${base64url(JSON.stringify(rfc.claims))}.${tail}`
  for (const [engine, { createGate }] of Object.entries({ orgate, sync })) {
    const gate = createGate(options)
    const codeOf = async token => {
      try {
        return await gate.verifyOrganizationToken(token, { organization: 'org_1' })
      } catch (error) {
        return error.code ?? String(error)
      }
    }
    const codes = [await codeOf(example.token), await codeOf(withClaims)]
    if (codes[0] !== example.code || codes[1] !== example.withClaims)
      failures.push(`${engine}: ${codes}, not ${example.code},${example.withClaims}`)
  }
  const outcome = example.verifies ? 'the signature verifies' : 'refused'
  return { name: `${example.name}: ${outcome}; as a token ${example.code}, ${example.withClaims}`, failures }
}

async function verifyWithPlatform({ crypto, algorithm, key, message, signature }) {
  const imported = await crypto.importKey(algorithm, key)
  return globalThis.crypto.subtle.verify(crypto.parametersOf(algorithm), imported, signature, message)
}

function publicMembers({ kid, ...members }) {
  return members
}

const bytes = text =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), letter => letter.charCodeAt(0))

const base64url = text => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
