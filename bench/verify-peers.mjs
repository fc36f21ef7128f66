// Verification of one token again and again, beside the other verifiers there are, in Node, workerd and Chromium.
import { fileURLToPath } from 'node:url'
import { bundle, chromiumPath, inChromium, inNode, inWorkerd } from './runtimes.mjs'
import { above, compare } from './statistics.mjs'
import { now, tokenCases } from './tokens.mjs'
import { BARE, OURS, RECEIVED, RECEIVING, SEEN, SYNC } from './verifiers.mjs'

const PROCESS = fileURLToPath(new URL('verifiers-process.mjs', import.meta.url))
const ENTRY = './verifiers-measure.mjs'
const WORKER = `import { measureVerifiers } from '${ENTRY}'
export default {
  async fetch(request) {
    try {
      const { tokenCase, options } = await request.json()
      return Response.json(await measureVerifiers(tokenCase, options))
    } catch (error) {
      return new Response(error.stack, { status: 500 })
    }
  },
}`
const PAGE = `export { measureVerifiers } from '${ENTRY}'`

/** By runtime: runs `work` with a function that measures one token case there. */
const RUNTIMES = {
  Node: work => work(question => inNode(PROCESS, question)),
  async workerd(work) {
    return inWorkerd([await bundle(WORKER, 'workerd')], ask =>
      work(async question => {
        const started = performance.now()
        const answer = await ask(question)
        checkClock(answer.tookMs, performance.now() - started)
        return answer
      }),
    )
  },
  async Chromium(work) {
    const { code } = await bundle(PAGE, 'Chromium')
    return inChromium({ '/measure.js': code }, openPage =>
      openPage(page =>
        work(question =>
          page.evaluate(async ({ tokenCase, options }) => {
            const { measureVerifiers } = await import('/measure.js')
            return measureVerifiers(tokenCase, options)
          }, question),
        ),
      ),
    )
  },
}

/**
 * On Cloudflare a worker's clock stands still while it computes; in workerd on one's own machine it goes on, in whole
 * milliseconds. That is measured with, as long as it agrees with the time outside.
 */
function checkClock(inside, outside) {
  if (Math.abs(outside - inside) <= 100 + outside / 20) return
  throw new Error(`the clock in workerd went ${inside} ms in ${outside} ms`)
}

const NODE_ONLY = 'runs in Node only'
const LEFT_OUT = {
  Node: [],
  workerd: [
    { name: 'fast-jwt', why: NODE_ONLY },
    { name: 'jsonwebtoken', why: NODE_ONLY },
  ],
  Chromium: [
    { name: 'fast-jwt', why: NODE_ONLY },
    { name: 'jsonwebtoken', why: NODE_ONLY },
  ],
}

/** What is no peer. */
const OTHERS = new Set([OURS, SYNC, SEEN, RECEIVED, RECEIVING])

/** The rows of one token case in one runtime. */
function rowsOf(runtime, { name: algorithm }, samples) {
  const of = name => samples[name]
  const row = (title, subject, peer) => ({
    name: `${runtime}, ${algorithm}: ${title}`,
    runtime,
    algorithm,
    subject,
    peer,
    ...compare(of(subject), of(peer)),
  })
  const peers = Object.keys(samples).filter(name => !OTHERS.has(name))
  const again = peers.filter(name => name.includes('seen before'))
  return [
    ...peers
      .filter(name => !again.includes(name))
      .map(peer => row(`verify against ${peer === BARE ? 'bare' : peer}`, OURS, peer)),
    {
      name: `${runtime}, ${algorithm}: verify above bare, against jose above bare`,
      subject: `${OURS} less ${BARE}`,
      peer: `jose less ${BARE}`,
      ...compare(above(of(OURS), of(BARE)), above(of('jose'), of(BARE))),
    },
    row('sync verify against bare', SYNC, BARE),
    row('a token seen before', SEEN, OURS),
    ...again.map(peer => row(`a token seen before against ${peer}`, SEEN, peer)),
    ...(of(RECEIVED)
      ? [
          {
            name: `${runtime}, ${algorithm}: a token seen before, just received`,
            subject: `${RECEIVED}, less ${RECEIVING}`,
            peer: SEEN,
            ...compare(above(of(RECEIVED), of(RECEIVING)), of(SEEN)),
          },
        ]
      : []),
  ]
}

function leftOut(runtime) {
  const rows = LEFT_OUT[runtime].map(({ name, why }) => ({ name: `${runtime}: ${name}`, leftOut: why }))
  return runtime === 'Node' ? [...rows, { name: 'Node, EdDSA: jsonwebtoken', leftOut: 'has no EdDSA' }] : rows
}

/** The rows of every token case in every runtime. */
export async function verifyPeersRows({ peers }) {
  const cases = (await tokenCases()).map(tokenCase => ({ ...tokenCase, now }))
  const rows = []
  for (const [runtime, use] of Object.entries(RUNTIMES)) {
    if (runtime === 'Chromium' && !chromiumPath) {
      rows.push({ name: runtime, leftOut: 'is not on this machine' })
      continue
    }
    await use(async ask => {
      for (const tokenCase of cases) {
        const { samples } = await ask({ tokenCase, options: peers })
        rows.push(...rowsOf(runtime, tokenCase, samples))
      }
    })
    rows.push(...leftOut(runtime))
  }
  return rows
}
