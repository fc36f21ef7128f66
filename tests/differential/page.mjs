// docs/differences.md, from the tables that the test goes by.
import { looser, stricter, stricterOfOtherKinds } from './differences.mjs'

function tableOf(head, rows) {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)))
  const line = cells => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** The first of several: the others are for key sets where another entry has the same id. */
const codeOf = code => `\`${[code].flat()[0]}\``

const refused = list =>
  tableOf(
    ['what', 'why', 'code'],
    list.map(({ what, why, code }) => [what, why, codeOf(code)]),
  )

const byOption = list =>
  tableOf(
    ['what', 'why', 'code', "jose's option"],
    list.map(({ what, why, code, plain }) => [what, why, codeOf(code), `\`${plain}\``]),
  )

export const page = () => `# Differences from jose

[jose](https://github.com/panva/jose) is the implementation that others trust. Orgate is compared with it on mutated
tokens, half of them validly signed after the mutation: 5,000 in \`npm test\`, 200,000 with
\`npm run differential\`, or as many as \`--count\` says. What Orgate accepts, jose accepts, and where jose accepts,
Orgate does. This page lists every exception; what is not listed fails the test. It is written by
\`node scripts/differential.mjs --write\` from the tables that the test goes by.

jose is given \`issuer\`, \`audience\`, \`algorithms\`, \`typ\`, \`requiredClaims\` (\`exp\`, \`iat\`, \`sub\`) and no
\`clockTolerance\`. None of the differences is a known way to forge a token for jose: they need an issuer that signs
odd tokens or publishes odd keys, or only give one token several texts.

## Where jose accepts and Orgate refuses

${refused(stricter.filter(({ plain }) => !plain))}

A key that is left out may have another beside it of the same \`kid\`. Then the refusal is \`KEY_ALGORITHM_MISMATCH\`
or \`SIGNATURE_INVALID\`.

### What jose has no option for

It does not know these claims of API tokens and ID tokens, or leaves them to its caller.

${refused(stricterOfOtherKinds)}

### Without the options

With \`issuer\` and \`audience\` alone, jose also accepts these. The option that ends it is in the last column.

${byOption(stricter.filter(({ plain }) => plain))}

## Where Orgate accepts and jose refuses

${tableOf(
  ['what', 'why'],
  looser.map(({ what, why }) => [what, why]),
)}
`
