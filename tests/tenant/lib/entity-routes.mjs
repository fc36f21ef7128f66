// What organizations, organization roles and organization permissions have in common.
import { Refusal } from './errors.mjs'
import { list, partial, text } from './guard.mjs'
import { created, createdOnly, noContent, ok, route, rows } from './router.mjs'
import { tenantId } from './store.mjs'

/** Throws `entity.invalid_input` if there is nothing to set. */
export function changed(database, table, row, set) {
  if (Object.keys(set).length === 0) throw new Refusal('entity.invalid_input')
  return database.update(table, row, set)
}

/** Throws `entity.not_exists_with_id`; tables are named in the plural there. */
export function existing(database, table, name, id) {
  const row = database.find(table, { id })
  if (!row) throw new Refusal('entity.not_exists_with_id', { name, id })
  return row
}

/**
 * GET and PATCH and DELETE of one, and POST. `names` are the table's name in Logto and its singular; `find` gets the one
 * for GET; `related` are further members of the body of POST, with which `relate` does something.
 */
export function entityRoutes({
  path,
  table,
  names: [plural, singular],
  shape,
  defaults,
  find,
  idLength,
  related = {},
  relate,
}) {
  const one = `${path}/:id`
  const insert = ({ store, database, body }) => {
    const own = Object.fromEntries(Object.entries(body).filter(([name]) => !(name in related)))
    const [row] = database.insert(table, [{ tenantId, id: store.id(idLength), ...defaults(store), ...own }])
    relate?.(database, row, body)
    return created(row)
  }
  const get = find ?? ((database, id) => existing(database, table, plural, id))
  return [
    route('POST', path, insert, { body: { ...shape, ...related } }),
    route('GET', one, ({ database, params }) => ok(get(database, params.id))),
    route(
      'PATCH',
      one,
      ({ database, params, body }) => {
        const row = database.find(table, { id: params.id })
        if (Object.keys(body).length > 0 && !row) throw new Refusal('entity.not_exists', { name: singular })
        return ok(changed(database, table, row, body))
      },
      // An `id` is not stripped: it becomes the id.
      { body: partial({ id: text({ max: 21 }), ...shape }) },
    ),
    route('DELETE', one, ({ database, params }) => {
      if (database.remove(table, { id: params.id }) === 0) throw new Refusal('entity.not_found')
      return noContent
    }),
  ]
}

/** Throws `entity.not_found` if the relation is not there. */
export function unrelate(database, table, relation) {
  if (database.remove(table, relation) === 0) throw new Refusal('entity.not_found')
  return noContent
}

/** Replaces what matches `where`; nothing happens if one of the new rows is refused. */
export const replace = (database, table, where, added) =>
  database.transaction(() => {
    database.remove(table, where)
    database.insert(table, added)
    return noContent
  })

/**
 * POST, PUT and DELETE of a relation: `owner` and `column` are the relation's columns, `member` is the body's member
 * that names the others. With `show`, also GET: the rows that it gives for an owner.
 */
export function relationRoutes({ path, table, owner, column, member, show }) {
  const related = (id, ids) => ids.map(other => ({ [owner]: id, [column]: other }))
  return [
    ...(show
      ? [
          route('GET', path, ({ database, params }) => rows(show(database, params.id)), {
            pagination: 'optional',
          }),
        ]
      : []),
    route(
      'POST',
      path,
      ({ database, params, body }) => {
        database.insert(table, related(params.id, body[member]), { ignoreConflicts: true })
        return createdOnly
      },
      { body: { [member]: list(text(), { min: 1 }) } },
    ),
    route(
      'PUT',
      path,
      ({ database, params, body }) =>
        replace(database, table, { [owner]: params.id }, related(params.id, body[member])),
      { body: { [member]: list(text()) } },
    ),
    route('DELETE', `${path}/:${column}`, ({ database, params }) =>
      unrelate(database, table, { [owner]: params.id, [column]: params[column] }),
    ),
  ]
}
