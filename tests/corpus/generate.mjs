// Writes the corpus: `node tests/corpus/generate.mjs`; with `--check` it only says whether the committed files are
// what it would write. Everything in it is fixed (keys, clock, nonces), so a second run changes nothing.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { attacksPage } from './generate/attacks/page.mjs'
import { allKeys, ISSUER } from './generate/build.mjs'
import * as claims from './generate/claims.mjs'
import { code } from './generate/code/index.mjs'
import { codes } from './generate/codes.mjs'
import * as form from './generate/form.mjs'
import { grants } from './generate/grants.mjs'
import * as header from './generate/header.mjs'
import * as keysets from './generate/keysets.mjs'
import * as kinds from './generate/kinds/index.mjs'
import * as modes from './generate/modes.mjs'
import { options } from './generate/options.mjs'
import { policy } from './generate/policy/index.mjs'
import * as profiles from './generate/profiles.mjs'
import { resolution } from './generate/resolution.mjs'
import * as signature from './generate/signature.mjs'
import * as staleness from './generate/staleness.mjs'
import * as templates from './generate/templates.mjs'
import * as time from './generate/time.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = fileURLToPath(new URL('../../', import.meta.url))

const topics = { form, header, claims, time, keysets, signature, modes, kinds, profiles }
const tokens = {
  issuer: ISSUER,
  keySets: { all: allKeys, ...keysets.keySets, ...signature.keySets },
  templates: modes.templates,
  cases: Object.entries(topics).flatMap(([topic, { cases }]) =>
    cases.map(({ name, ...rest }) => ({ name: `${topic}: ${name}`, ...rest })),
  ),
}

const files = {
  tokens,
  templates: { cases: templates.cases },
  resolution,
  staleness: { templates: staleness.templates, cases: staleness.cases },
  grants,
  options,
  policy,
  code,
  codes,
}

for (const [file, { cases }] of Object.entries(files)) {
  const names = (cases ?? []).map(entry => entry.name)
  const twice = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice.length > 0) throw new Error(`${file}: names used twice: ${twice.join(', ')}`)
}

const check = process.argv.includes('--check')
const folder = check ? mkdtempSync(join(root, 'tests', 'corpus', '.check-')) : here
const page = join(root, 'docs', 'attacks.md')
const writtenPage = check ? join(folder, 'attacks.md') : page
try {
  const written = Object.entries(files).map(([file, value]) => {
    const path = join(folder, `${file}.json`)
    // What is long is kept on as few lines as it fits.
    writeFileSync(path, `${JSON.stringify(value, null, ['policy', 'code'].includes(file) ? 0 : 2)}\n`)
    return path
  })
  writeFileSync(writtenPage, attacksPage(tokens.cases))
  execFileSync(
    process.execPath,
    [
      join(root, 'node_modules', '@biomejs', 'biome', 'bin', 'biome'),
      'format',
      '--write',
      '--vcs-enabled=false',
      ...written,
      writtenPage,
    ],
    {
      cwd: root,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  )
  if (check) {
    const stale = Object.keys(files).filter(
      file =>
        readFileSync(join(folder, `${file}.json`), 'utf8') !==
        readFileSync(join(here, `${file}.json`), 'utf8'),
    )
    if (readFileSync(page, 'utf8') !== readFileSync(writtenPage, 'utf8')) stale.push('docs/attacks.md')
    if (stale.length > 0)
      throw new Error(`not up to date: ${stale.join(', ')}; run node tests/corpus/generate.mjs`)
  }
} finally {
  if (check) rmSync(folder, { recursive: true, force: true })
}

for (const [file, { cases, length }] of Object.entries(files)) {
  console.log(`${file}: ${cases?.length ?? length}`)
}
