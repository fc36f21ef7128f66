// Searches in lists. Neither form escapes `%` and `_`, so that they are wildcards.
import { Refusal } from './errors.mjs'

const like = pattern => {
  const escaped = pattern.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const expression = new RegExp(`^${escaped.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'is')
  return value => expression.test(value)
}
const exact = pattern => value => value.toLowerCase() === pattern.toLowerCase()
const modes = { like, exact }

const anyOf = (fields, test) => row => fields.some(field => row[field] !== null && test(row[field]))

/** `q` of organizations and their template: a part of one of the fields. */
export const byPart = (rows, q, fields) => (q ? rows.filter(anyOf(fields, like(`%${q}%`))) : rows)

/**
 * `search`, `search.name`, `mode`, `mode.name` of everything else; one of several searches is enough.
 * Throws `request.invalid_input`, also for the modes and joints that are left out here.
 */
export function bySearch(rows, parameters, fields) {
  const tests = []
  for (const [name, value] of parameters) {
    const [word, field] = name.split('.')
    if (word !== 'search') continue
    const mode = parameters.get(`mode.${field}`) ?? parameters.get('mode') ?? 'like'
    const details = 'The search is empty, or its field or mode is unknown.'
    if (!value || !modes[mode] || (field && !fields.includes(field))) {
      throw new Refusal('request.invalid_input', { details }, { details })
    }
    tests.push(anyOf(field ? [field] : fields, modes[mode](value)))
  }
  return tests.length === 0 ? rows : rows.filter(row => tests.some(test => test(row)))
}
