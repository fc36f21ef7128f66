// The order of lists. Postgres compares by the collation of its database, which the captured lists do not tell apart
// from code points, which are compared here.

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0)

export const byName = rows => rows.toSorted((a, b) => compare(a.name, b.name))
export const byId = rows => rows.toSorted((a, b) => compare(a.id, b.id))
