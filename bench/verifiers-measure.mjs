// What each verifier takes, in the runtime that this is called in.
import { measure, repeating } from './measure.mjs'
import { BARE, bareVerify, received, verifiersOf } from './verifiers.mjs'

/** Lets the clock tell the time of the tokens, and go on. Not all verifiers can be told a time. */
function moveClock(seconds) {
  const clock = Date.now
  const shift = clock() - seconds * 1000
  Date.now = () => clock() - shift
  return () => {
    Date.now = clock
  }
}

/** What came of it: `{ answer }`, or `{ error }`. */
async function outcome(work) {
  try {
    return { answer: await work() }
  } catch (error) {
    return { error }
  }
}

/**
 * A verifier gives the right answer, and refuses what was changed or is meant for another organization. Of its errors
 * only the name is told: the messages of some hold the token.
 */
async function check({ name, verify, read, refuses }, { token, forged, elsewhere, subject, permissions }) {
  const expected = JSON.stringify({ subject, permissions })
  // Twice: the second answer may come from a cache.
  for (const time of [1, 2]) {
    const good = await outcome(() => verify(token))
    if (good.error) throw new Error(`${name}: refused at time ${time}: ${good.error.name}`)
    const answer = JSON.stringify(read(good.answer))
    if (answer !== expected) throw new Error(`${name}: ${answer} at time ${time}, not ${expected}`)
    const bad = await outcome(() => verify(forged))
    if (!bad.error || !refuses(bad.error)) {
      throw new Error(`${name}: a forged token: ${bad.error?.name ?? 'accepted'}`)
    }
    if (!(await outcome(() => verify(elsewhere))).error)
      throw new Error(`${name}: another audience was accepted`)
  }
}

async function checkBare(tokenCase) {
  const verdicts = [
    await (await bareVerify(tokenCase))(),
    await (await bareVerify(tokenCase, tokenCase.forged))(),
  ]
  if (String(verdicts) !== 'true,false') throw new Error(`${BARE}: ${verdicts}`)
}

function loopOf({ name, verify, sync, run }, token) {
  if (run) return { name, run }
  if (sync) return repeating(name, () => (verify(token) ? 1 : 0))
  return {
    name,
    async run(times) {
      let sum = 0
      for (let i = 0; i < times; i++) sum += (await verify(token)) ? 1 : 0
      return sum
    },
  }
}

/**
 * Microseconds of one verification, by the verifier's name, and how many milliseconds all of it took.
 *
 * @param more Verifiers that only this runtime has.
 */
export async function measureVerifiers(tokenCase, options, more = () => []) {
  const started = performance.now()
  const moveBack = moveClock(tokenCase.now)
  try {
    const verifiers = [...(await verifiersOf(tokenCase)), ...more(tokenCase)]
    await checkBare(tokenCase)
    for (const verifier of verifiers) await check(verifier, tokenCase)
    const bare = { name: BARE, verify: await bareVerify(tokenCase) }
    const subjects = [bare, ...verifiers].map(verifier => loopOf(verifier, tokenCase.token))
    // Of one is enough: it does not depend on the algorithm.
    if (tokenCase.algorithm === 'ES384') subjects.push(...received(tokenCase))
    const samples = await measure(subjects, options)
    return { samples: Object.fromEntries(samples), tookMs: performance.now() - started }
  } finally {
    moveBack()
  }
}
