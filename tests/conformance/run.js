// The conformance suite: one corpus, every engine, every runtime. Plain JavaScript without a test runner, a file
// system or a network, so that a browser and workerd run exactly what Node runs.
import { code } from './code.js'
import { Results } from './compare.js'
import { fixtures } from './fixtures.js'
import { grants } from './grants.js'
import { options } from './options.js'
import { policy } from './policy.js'
import { resolution } from './resolution.js'
import { staleness } from './staleness.js'
import { templates } from './templates.js'
import { tokens } from './tokens.js'

const groups = { tokens, fixtures, templates, resolution, staleness, grants, options, policy, code }

/**
 * @param {object} input
 * @param {object} input.orgate the module `orgate`
 * @param {object} input.sync the module `orgate/sync`
 * @param {object} input.check the module `orgate/check`
 * @param {object} [input.policy] the module `orgate/policy`
 * @param {object} input.corpus the files of `tests/corpus`, by name
 * @param {object} input.fixtures `{ tokens, jwks, bundle }` of `tests/fixtures/logto`
 * @param {(name: string, group: string) => boolean} [input.only]
 * @returns every result, how many passed, and those that failed
 */
export async function run({ orgate, sync, check, policy: policyModule, corpus, fixtures: data, only }) {
  const results = new Results(only)
  const engines = [
    { name: 'orgate', api: orgate },
    { name: 'orgate/sync', api: sync },
  ].filter(({ api }) => api)
  const statuses = new Map(corpus.codes.map(({ code, status }) => [code, status]))
  const OrgateError = check.OrgateError ?? orgate.OrgateError
  const context = {
    engines,
    check,
    policy: policyModule,
    OrgateError,
    corpus,
    fixtures: data,
    statuses,
    results,
  }
  for (const [group, runGroup] of Object.entries(groups)) {
    if (!corpus[group] && group !== 'fixtures') continue
    if (['policy', 'code'].includes(group) && !policyModule) continue
    const before = results.list.length
    await runGroup(context)
    if (!only && results.list.length === before) throw new Error(`no results in ${group}`)
  }
  const failed = results.list.filter(({ ok }) => !ok)
  return { results: results.list, passed: results.list.length - failed.length, failed }
}
