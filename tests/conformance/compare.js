// How answers are compared. Nothing here knows a test runner: the same code runs in Node, a browser and workerd.

/** JSON with sorted members, so that two equal values are equal texts. */
export function canonical(value) {
  return JSON.stringify(value, (_, member) => {
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}

export const sorted = list => (Array.isArray(list) ? [...list].sort() : list)

/** What a call gave: `{ value }` or `{ error }`. */
export async function outcome(work) {
  try {
    return { value: await work() }
  } catch (error) {
    return { error }
  }
}

/** An error as data; what is not an `OrgateError` keeps its whole text, so that a failure can be read. */
export function described(error, OrgateError) {
  if (error instanceof OrgateError) return { code: error.code }
  return { foreign: String(error?.stack ?? error) }
}

/** The parts of a token that no error may show. */
export function secretsOf(token) {
  return [token, ...token.split('.')].filter(part => part.length >= 16)
}

/** What is wrong with an error's shape, or nothing. */
export function flaw(error, { OrgateError, statuses, secrets = [] }) {
  if (!(error instanceof OrgateError)) return 'not an OrgateError'
  if (!(error instanceof Error)) return 'not an Error'
  if (error.name !== 'OrgateError') return `name is ${error.name}`
  if (statuses.get(error.code) !== error.status) return `status of ${error.code} is ${error.status}`
  if (typeof error.message !== 'string' || error.message === '') return 'no message'
  if (typeof error.details !== 'object' || error.details === null) return 'no details'
  const shown = [
    error.message,
    String(error),
    JSON.stringify(error),
    JSON.stringify(error.details),
    error.stack,
  ]
  const leaked = secrets.find(secret => shown.some(text => text?.includes(secret)))
  return leaked === undefined ? undefined : `shows a part of the token: ${leaked.slice(0, 12)}…`
}

/** Keeps results by group and case; `add` compares as canonical JSON. */
export class Results {
  constructor(only) {
    this.only = only
    this.list = []
  }

  /** Whether the case is wanted; what is added from then on belongs to it. */
  begin(group, name) {
    this.current = { group, case: name }
    return !this.only || this.only(name, group)
  }

  /** `name` is the case's own, or says more about it. */
  add(name, engine, expected, actual) {
    const ok = canonical(expected) === canonical(actual)
    this.list.push({ ...this.current, name, engine, ok, ...(!ok && { expected, actual }) })
  }
}

/** Only the members that are expected; `null` there means that the member must be absent. */
export function picked(expected, actual) {
  return Object.fromEntries(
    Object.entries(expected).map(([name, value]) => {
      const found = actual?.[name]
      if (Array.isArray(value)) return [name, sorted(found)]
      return [name, found ?? null]
    }),
  )
}

/** The counterpart of `picked`: lists in these answers are sets. */
export const asSets = expected =>
  Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, sorted(value)]))
