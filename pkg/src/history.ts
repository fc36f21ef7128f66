import type { PolicyDiff } from './diff-types.js'
import { OrgateError, type Problem } from './error.js'
import type { CommitOptions, HistoryDocument, TemplateHistory, TemplateVersion } from './history-types.js'
import { configurationError, jsonTextOf } from './options.js'
import type { Policy, PolicyInput } from './policy.js'
import { readMembers, requireDocument } from './policy-input.js'
import type { OrganizationTemplate } from './template-types.js'
import { isObject } from './values.js'

/** Makes a policy of a document, which is freed after a look at it. */
type Open = (document: PolicyInput | string) => Policy

interface Entry {
  readonly info: TemplateVersion
  readonly template: OrganizationTemplate
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** Versions in memory. Each holds its whole template: what it was is not to depend on how changes are made. */
export class History implements TemplateHistory {
  readonly #open: Open
  readonly #entries: Entry[] = []

  constructor(open: Open, document?: unknown) {
    this.#open = open
    if (document !== undefined) this.#read(document)
  }

  get versions(): readonly TemplateVersion[] {
    return this.#entries.map(({ info }) => info)
  }

  get latest(): TemplateVersion | undefined {
    return this.#entries.at(-1)?.info
  }

  commit(template: unknown, options: CommitOptions = {}): TemplateVersion {
    requireDocument(template)
    const { after, ...given } = readCommit(options)
    const latest = this.#entries.at(-1)
    if (after !== latest?.info.version) throw conflict(after, latest?.info)
    return this.#with(template, policy => {
      const own = policy.toTemplate()
      if (given.version === undefined && latest && sameBut(own, latest.template)) return latest.info
      const version = given.version ?? this.#nextVersion(own.version)
      if (this.#find(version)) {
        throw new OrgateError('NAME_TAKEN', 409, `there is a version \`${version}\` already`, {
          name: version,
        })
      }
      const info = Object.freeze({ ...given, version, hash: policy.template.hash })
      this.#entries.push({ info, template: Object.freeze({ ...own, version }) })
      return info
    })
  }

  template(version: string): OrganizationTemplate {
    return structuredClone(this.#known(version).template)
  }

  diff(from: string, to: string): PolicyDiff {
    const [before, after] = [this.#known(from), this.#known(to)]
    return this.#with(before.template, policy => policy.diff(after.template))
  }

  restore(version: string, options: CommitOptions = {}): TemplateVersion {
    const { version: _, ...template } = this.#known(version).template
    return this.commit(template, options)
  }

  toJSON(): HistoryDocument {
    const versions = this.#entries.map(({ info, template }) => ({
      ...info,
      template: structuredClone(template),
    }))
    return { v: 1, versions }
  }

  #with<T>(template: unknown, look: (policy: Policy) => T): T {
    // What it is, the policy says.
    const policy = this.#open(template as PolicyInput)
    try {
      return look(policy)
    } finally {
      policy.dispose()
    }
  }

  /** The version that a template says it is, or the number after the greatest one. */
  #nextVersion(own: string | undefined): string {
    if (isText(own) && !this.#find(own)) return own
    const numbers = this.#entries.map(({ info }) =>
      /^\d{1,15}$/.test(info.version) ? Number(info.version) : 0,
    )
    return String(numbers.reduce((most, number) => Math.max(most, number), 0) + 1)
  }

  #find(version: string): Entry | undefined {
    return this.#entries.find(({ info }) => info.version === version)
  }

  #known(version: string): Entry {
    const found = this.#find(version)
    if (found) return found
    throw new OrgateError('VERSION_UNKNOWN', 404, `there is no version \`${version}\``, { version })
  }

  #read(document: unknown): void {
    const text = typeof document === 'string' ? document : jsonTextOf(document)
    let read: unknown
    try {
      read = JSON.parse(text ?? '')
    } catch {
      throw problem('FORMAT_UNKNOWN', '', 'the history is not JSON')
    }
    if (!isObject(read) || read.v !== 1 || !Array.isArray(read.versions)) {
      throw problem('FORMAT_UNKNOWN', '', 'a history is `{ "v": 1, "versions": [...] }`')
    }
    for (const [index, entry] of read.versions.entries()) this.#readEntry(entry, `/versions/${index}`)
  }

  #readEntry(entry: unknown, pointer: string): void {
    if (!isObject(entry) || !isText(entry.version)) {
      throw problem('MISSING_MEMBER', `${pointer}/version`, 'a version has a `version`')
    }
    const { template, hash, version, at, note } = entry
    if (this.#find(version as string)) {
      throw problem('DUPLICATE_NAME', `${pointer}/version`, `the version \`${version}\` is there twice`)
    }
    let found: { hash: string; own: OrganizationTemplate }
    try {
      found = this.#with(template, policy => ({ hash: policy.template.hash, own: policy.toTemplate() }))
    } catch (cause) {
      throw within(cause, `${pointer}/template`)
    }
    if (found.hash !== hash) {
      const message = `the template is not the one that version \`${version}\` was: its hash is ${found.hash}`
      throw problem('HASH_MISMATCH', `${pointer}/hash`, message)
    }
    const info: TemplateVersion = Object.freeze({
      version: version as string,
      hash: found.hash,
      ...(isText(at) && { at }),
      ...(isText(note) && { note }),
    })
    this.#entries.push({ info, template: Object.freeze({ ...found.own, version: version as string }) })
  }
}

/** Whether two templates say the same, whatever their versions. Both were written by the engine: sorted. */
function sameBut(one: OrganizationTemplate, other: OrganizationTemplate): boolean {
  const text = ({ version: _, ...rest }: OrganizationTemplate) => JSON.stringify(rest)
  return text(one) === text(other)
}

function readCommit(options: unknown): CommitOptions {
  const given = readMembers(options, 'the options', ['after', 'version', 'at', 'note'])
  const read = (name: 'after' | 'version' | 'at' | 'note'): string | undefined => {
    const value = given[name]
    // `history.latest?.version` of an empty history is the version that the first one follows.
    if (value === undefined || isText(value)) return value
    throw problem('OPTION_INVALID', `/${name}`, `\`${name}\` is not a text, or is empty`)
  }
  const [after, version, at, note] = [read('after'), read('version'), read('at'), read('note')]
  return {
    ...(after !== undefined && { after }),
    ...(version !== undefined && { version }),
    ...(at !== undefined && { at }),
    ...(note !== undefined && { note }),
  }
}

function conflict(after: string | undefined, latest: TemplateVersion | undefined): OrgateError {
  const name = (version: string | undefined) =>
    version === undefined ? 'no version' : `version \`${version}\``
  const message = `the change was made for ${name(after)}, and the latest is ${name(latest?.version)}`
  return new OrgateError('VERSION_CONFLICT', 409, message, { expected: after, found: latest?.version })
}

function problem(code: string, pointer: string, message: string): OrgateError {
  return configurationError([{ code, pointer, message }])
}

/** Problems of a template that stands in a history. */
function within(cause: unknown, pointer: string): unknown {
  if (!(cause instanceof OrgateError) || !Array.isArray(cause.details.problems)) return cause
  const problems = cause.details.problems as readonly Problem[]
  return configurationError(problems.map(known => ({ ...known, pointer: pointer + known.pointer })))
}
