// docs/differences.md, from the tables that the test goes by.
import { looser, stricter, stricterOfOtherKinds } from './differences.mjs'

function tableOf(head, rows) {
  const all = [head, ...rows]
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)))
  const line = cells => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  return [line(head), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

const codes = code =>
  [code]
    .flat()
    .map(name => `\`${name}\``)
    .join(', ')

const refused = list =>
  tableOf(
    ['what', 'why', 'code'],
    list.map(({ what, why, code }) => [what, why, codes(code)]),
  )

const byOption = list =>
  tableOf(
    ['what', 'why', 'code', "jose's option"],
    list.map(({ what, why, code, plain }) => [what, why, codes(code), `\`${plain}\``]),
  )

export const page = () => `# Differences from jose

[jose](https://github.com/panva/jose) is the implementation that others trust. Orgate is compared with it on mutated
tokens, most of them validly signed after the mutation: 5,000 in \`npm test\`, as many as you like with
\`npm run differential\`. What Orgate accepts, jose accepts. These pages list every exception and every case in which
Orgate refuses what jose accepts; a case that is not listed fails the test. The lists are generated from the test's
own tables, \`tests/differential/differences.mjs\`.

jose is given \`issuer\`, \`audience\`, \`algorithms\`, \`typ\`, \`requiredClaims\` (\`exp\`, \`iat\`, \`sub\`) and no
\`clockTolerance\`. None of these differences is a known way to forge a token for jose: most need an issuer that signs
odd tokens, or publishes odd keys.

## Where jose accepts and Orgate refuses

${refused(stricter.filter(({ plain }) => !plain))}

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
