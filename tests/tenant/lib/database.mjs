// A very small relational database: what a tenant's answers owe to Postgres. Statements are atomic, unique keys,
// foreign keys and checks hold, deletions and changed ids cascade. Rows are frozen, so that a copy is cheap.

/** A statement that broke a constraint; it changed nothing. `kind` is `unique`, `foreign key` or `check`. */
export class Violation extends Error {
  constructor(kind, table) {
    super(`${kind} violated in ${table}`)
    this.kind = kind
  }
}

const keyOf = (row, columns) => JSON.stringify(columns.map(column => row[column]))
const matches = (row, where) => Object.entries(where).every(([column, value]) => row[column] === value)

/**
 * `schema` gives each table `unique` (lists of columns), and may give it `references`
 * (`{ columns, table, on }`, `on` being a unique key of that table) and `check(row, database)`.
 */
export class Database {
  #schema
  #tables

  constructor(schema) {
    this.#schema = schema
    const empty = ({ unique }) => ({ rows: new Set(), indexes: unique.map(() => new Map()) })
    this.#tables = new Map(Object.entries(schema).map(([name, table]) => [name, empty(table)]))
  }

  /**
   * The rows in the order in which they were last written: an updated row stands last. Postgres promises no order,
   * but this is what it mostly answers without `order by`.
   */
  select(table, where = {}) {
    return [...this.#tables.get(table).rows].filter(row => matches(row, where))
  }

  /** The row with that unique key, e.g. `find('roles', { id })`. */
  find(table, key) {
    const names = Object.keys(key)
    const columns = this.#schema[table].unique.find(
      unique => unique.length === names.length && unique.every(column => names.includes(column)),
    )
    if (!columns) throw new Error(`${table} has no unique key ${names}`)
    return this.#index(table, columns).get(keyOf(key, columns))
  }

  /**
   * Throws a `Violation`. With `ignoreConflicts`, rows that are there already are left out
   * (`on conflict do nothing`).
   */
  insert(table, rows, { ignoreConflicts = false } = {}) {
    const { unique, check } = this.#schema[table]
    const added = []
    const keys = unique.map(() => new Set())
    for (const row of rows) {
      if (check?.(row, this) === false) throw new Violation('check', table)
      const own = unique.map(columns => keyOf(row, columns))
      const taken = own.some((key, at) => keys[at].has(key) || this.#tables.get(table).indexes[at].has(key))
      if (taken && !ignoreConflicts) throw new Violation('unique', table)
      if (taken) continue
      for (const [at, key] of own.entries()) keys[at].add(key)
      added.push(Object.freeze({ ...row }))
    }
    for (const row of added) this.#mustRefer(table, row)
    for (const row of added) this.#put(table, row)
    return added
  }

  /** Throws a `Violation`. Rows that refer to the row follow a changed key. Checks are not repeated. */
  update(table, row, set) {
    const changed = Object.freeze({ ...row, ...set })
    for (const columns of this.#schema[table].unique) {
      const holder = this.#index(table, columns).get(keyOf(changed, columns))
      if (holder !== undefined && holder !== row) throw new Violation('unique', table)
    }
    this.#mustRefer(table, changed)
    this.#drop(table, row)
    this.#put(table, changed)
    for (const { child, columns, on } of this.#referencesTo(table)) {
      if (keyOf(row, on) === keyOf(changed, on)) continue
      const moved = Object.fromEntries(columns.map((column, at) => [column, changed[on[at]]]))
      for (const follower of this.#children(child, columns, [row], on)) this.update(child, follower, moved)
    }
    return changed
  }

  /** Removes the rows that match, and all that refer to them. The number of the former. */
  remove(table, where) {
    const rows = this.select(table, where)
    this.#removeRows(table, rows)
    return rows.length
  }

  /** All of `work`, or nothing of it if it throws. */
  transaction(work) {
    const before = this.copy()
    try {
      return work()
    } catch (error) {
      this.#tables = before.#tables
      throw error
    }
  }

  copy() {
    const copy = new Database(this.#schema)
    for (const [name, { rows, indexes }] of this.#tables) {
      copy.#tables.set(name, { rows: new Set(rows), indexes: indexes.map(index => new Map(index)) })
    }
    return copy
  }

  #index(table, columns) {
    const at = this.#schema[table].unique.findIndex(unique => `${unique}` === `${columns}`)
    return this.#tables.get(table).indexes[at]
  }

  #put(table, row) {
    const { rows, indexes } = this.#tables.get(table)
    rows.add(row)
    for (const [at, columns] of this.#schema[table].unique.entries())
      indexes[at].set(keyOf(row, columns), row)
  }

  #drop(table, row) {
    const { rows, indexes } = this.#tables.get(table)
    rows.delete(row)
    for (const [at, columns] of this.#schema[table].unique.entries()) indexes[at].delete(keyOf(row, columns))
  }

  #removeRows(table, rows) {
    if (rows.length === 0) return
    for (const row of rows) this.#drop(table, row)
    for (const { child, columns, on } of this.#referencesTo(table)) {
      this.#removeRows(child, this.#children(child, columns, rows, on))
    }
  }

  #mustRefer(table, row) {
    for (const { columns, table: target, on } of this.#schema[table].references ?? []) {
      if (!this.#index(target, on).has(keyOf(row, columns))) throw new Violation('foreign key', table)
    }
  }

  #referencesTo(table) {
    return Object.entries(this.#schema).flatMap(([child, { references = [] }]) =>
      references.filter(reference => reference.table === table).map(reference => ({ child, ...reference })),
    )
  }

  #children(child, columns, parents, on) {
    const keys = new Set(parents.map(parent => keyOf(parent, on)))
    return [...this.#tables.get(child).rows].filter(row => keys.has(keyOf(row, columns)))
  }
}
