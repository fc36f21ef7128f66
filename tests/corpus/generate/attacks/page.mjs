// docs/attacks.md, from the attack list and the cases that it names.
import { attacks } from './index.mjs'

const start = `# The attack list

What people try on a verifier of tokens, and what Orgate does. Each row is a test: cases of the corpus, on both engines, in Node, Chromium and workerd, or tests of key sets and of the cache. The third column is the code of the refusal. The last is what [jose](https://github.com/panva/jose) 6.2 does with the same tokens and keys in Node 20 when every option that makes it stricter is on: \`algorithms\`, \`typ\`, \`issuer\`, \`audience\`, \`requiredClaims\`, \`maxTokenAge\`. A test asks it.

*accepts 2 of 6* means: of the six cases that Orgate refuses here, jose accepts two. None of these is a known forgery: they take an issuer that signs odd tokens or publishes odd keys, or they are a good token in another spelling. A dash stands where there is nothing to compare.
`

const notes = `
## Notes
`

const end = `
This page is written by \`node tests/corpus/generate.mjs\` from \`tests/corpus/generate/attacks\`, which names the cases and tests of each row.
`

/** What Orgate answers: the codes of the refusals, or that the token is accepted. */
function answer({ refused = [], ours = [], caller = [], accepted = [] }, byName) {
  const codes = new Set([...refused, ...ours, ...caller].map(name => byName.get(name).expect.code))
  if (codes.size > 0) return [...codes].map(code => `\`${code}\``).join(', ')
  return accepted.length > 0 ? 'accepted' : 'bounded'
}

function ofJose({ refused = [], ours = [], accepted = [] }) {
  const all = refused.length + ours.length
  if (all === 0) return accepted.length > 0 ? 'accepts' : '–'
  if (ours.length === 0) return 'refuses'
  return ours.length === all ? '**accepts**' : `**accepts ${ours.length} of ${all}**`
}

/** The formatter aligns it. */
function table([head, ...body]) {
  const line = row => `| ${row.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...body.map(line)].join('\n')
}

/** @param {{ name: string, expect: { code?: string } }[]} cases the cases of `tokens.json` */
export function attacksPage(cases) {
  const byName = new Map(cases.map(entry => [entry.name, entry]))
  const rows = attacks.map(row => [String(row.row), row.attack, answer(row, byName), row.source, ofJose(row)])
  const remarks = attacks.filter(({ note }) => note).map(({ row, note }) => `- ${row}: ${note}`)
  return [
    start,
    table([['#', 'attack', 'Orgate', 'source', 'jose'], ...rows]),
    notes,
    remarks.join('\n'),
    end,
  ].join('\n')
}
