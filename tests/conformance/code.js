// Templates as code: what is different, what lint finds, other formats, and which version an edit is for. What a case
// does not say is tried as well: a difference leads there and back, and what was written is read again.
import { impact } from './code-impact.js'
import { canonical, described, flaw, outcome, sorted } from './compare.js'
import { placed, refusal } from './policy.js'

const ENGINE = 'orgate/policy'

/** An operation that any policy takes. */
const EDIT = { op: 'createPermission', name: 'orgate:conformance' }

/** A case on its way. Policies that it makes are disposed of at its end. */
class Case {
  constructor(context, entry) {
    Object.assign(this, context)
    this.entry = entry
    this.made = []
  }

  same(what, expected, actual) {
    if (canonical(expected) !== canonical(actual)) this.add(what, expected, actual)
  }

  /** A document, or the name of one. */
  document(given) {
    return typeof given === 'string' ? this.corpus.code.documents[given] : given
  }

  policy(given) {
    return this.read(this.document(given))
  }

  /** From a document, or from its text. */
  read(document) {
    const policy = this.api.createPolicy(document)
    this.made.push(policy)
    return policy
  }

  /** Compares a refusal. */
  async refused(what, expected, work) {
    const { value, error } = await outcome(work)
    if (!error) return this.same(what, expected, value ?? 'done')
    const { problems } = expected
    this.same(
      what,
      { ...expected, ...(problems && { problems: placed(problems) }) },
      refusal(expected, error, this.OrgateError),
    )
    this.same(`${what}: its error`, undefined, flaw(error, this))
  }

  end() {
    for (const policy of this.made) policy.dispose()
  }
}

/** The changes between two policies lead there, and taken back they lead here. */
function diff(run) {
  const { from, to, scope, changes } = run.entry
  const [here, there] = [run.policy(from), run.policy(to)]
  const options = scope && { scope }
  const before = JSON.stringify(here)
  const answer = here.diff(there, options)
  run.same('changes', changes, answer.changes)
  run.same('of which templates', [here.template, there.template], [answer.from, answer.to])
  run.same('of a document', answer, here.diff(run.document(to), options))

  const plain = bare(changes)
  const other = run.policy(here.toJSON())
  run.same('replay answers the changes', plain, bare(other.replay(answer.changes)))
  run.same('the template, replayed', there.toTemplate(), other.toTemplate())
  run.same('its hash', there.template, other.template)
  if (scope === 'policy') run.same('replayed', JSON.stringify(there), JSON.stringify(other))
  if (scope) run.same('global roles, replayed', there.toJSON().globalRoles, other.toJSON().globalRoles)
  run.same('nothing is different then', [], other.diff(there, options).changes)
  other.undo(answer.changes)
  run.same('undone', before, JSON.stringify(other))

  if (!scope) {
    run.same('the template is set', plain, bare(other.setTemplate(there, { ifTemplate: answer.from })))
    run.same('the template, set', there.toTemplate(), other.toTemplate())
  }
  run.same('nothing was changed', before, JSON.stringify(here))
}

/** Without what they can do. */
const bare = changes => changes.map(({ effect, ...change }) => change)

/** Findings in their order; those of one place are a set. */
function listed(findings) {
  const list = findings.map(({ message, ...finding }) => finding)
  return [list.map(({ pointer }) => pointer), sorted(list.map(canonical))]
}

async function lint(run) {
  const { document, text, findings, off = [] } = run.entry
  const report = run.api.lint(text ?? document)
  run.same('findings', listed(findings), listed(report.findings))
  run.same('switched off', listed(off), listed(report.off))
  const messages = [...report.findings, ...report.off].map(({ message }) => message)
  run.same(
    'messages',
    [],
    messages.filter(message => typeof message !== 'string' || message === ''),
  )
  if (text === undefined) run.same('of the text', report, run.api.lint(JSON.stringify(document)))
  // What can be read is linted as it is written, and says the same of that.
  const { value: policy } = await outcome(() => run.read(text ?? document))
  if (!policy) return
  const own = policy.lint()
  run.same('of its own template', run.api.lint(policy.toTemplate()), own)
  const rules = ({ findings }) => sorted(findings.map(({ rule }) => rule).filter(rule => rule !== 'import'))
  run.same('the same rules', rules(report), rules(own))
}

async function csv(run) {
  const { api } = run
  const { document, csv: text, template, problems } = run.entry
  if (document) run.same('written', text, run.policy(document).toCsv())
  if (problems) {
    const expected = { code: 'CONFIGURATION_INVALID', problems }
    return run.refused('read', expected, () => api.templateFromCsv(text))
  }
  const due = run.policy(template ?? document).toTemplate()
  const read = api.templateFromCsv(text)
  run.same('read', JSON.stringify(due), JSON.stringify(read))
  const again = run.policy(read).toCsv()
  if (document) run.same('written again', text, again)
  run.same('read again', read, api.templateFromCsv(again))
}

/** Members stand in their order too: what is written is compared as text. */
function logto(run) {
  const { document, bundle, back } = run.entry
  const policy = run.policy(document)
  run.same('written', JSON.stringify(bundle), JSON.stringify(policy.toLogto()))
  const read = run.policy(bundle)
  const { users, applications, organizations, ...due } = run.policy(back ?? document).toJSON()
  run.same('read', due, read.toJSON())
  run.same('written again', JSON.stringify(bundle), JSON.stringify(read.toLogto()))
  if (!back) run.same('its hash', policy.template.hash, read.template.hash)
}

async function version(run) {
  const { document, expected, error } = run.entry
  const { hashOf, ...rest } = expected
  const ifTemplate = { ...rest, ...(hashOf && { hash: run.policy(hashOf).template.hash }) }
  const policy = run.policy(document)
  const before = JSON.stringify(policy)
  const edits = [
    ['apply', () => policy.apply(EDIT, { ifTemplate })],
    ['setTemplate', () => policy.setTemplate({ v: 1, permissions: [], roles: [] }, { ifTemplate })],
  ]
  for (const [what, edit] of edits) {
    if (!error) {
      policy.undo(edit())
    } else {
      await run.refused(what, error, edit)
      const { error: thrown } = await outcome(edit)
      run.same('names both', [], unnamed(thrown?.details, ifTemplate, policy.template))
    }
    run.same(`after ${what}`, before, JSON.stringify(policy))
  }
}

/** What the details of a conflict do not name: of the template that was expected, and of the one that is there. */
function unnamed({ expected = '', found = '' } = {}, wanted, known) {
  const missing = (text, of) => Object.values(of).filter(name => !text.includes(name))
  return [...missing(expected, wanted), ...missing(found, known)]
}

const kinds = { diff, impact, lint, csv, logto, version }

export async function code({ policy: api, corpus, results, statuses }) {
  await api.init()
  for (const entry of corpus.code.cases) {
    if (!results.begin('code', entry.name)) continue
    const add = (what, expected, actual) => results.add(`${entry.name}: ${what}`, ENGINE, expected, actual)
    const { OrgateError } = api
    const run = new Case({ add, api, corpus, statuses, OrgateError }, entry)
    const { error } = await outcome(() => kinds[entry.kind](run))
    run.end()
    add('to its end', 'done', error ? described(error, OrgateError) : 'done')
  }
}
