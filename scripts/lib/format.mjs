export const seconds = ms => (ms < 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`)

/** Kilobytes of 1000 bytes: the stricter reading of a budget. */
export const kilobytes = bytes => `${(bytes / 1000).toFixed(1)} KB`

/** A plain text table; every column but the first is right-aligned. */
export function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => String(row[column]).length)))
  const cell = (value, column) =>
    column ? String(value).padStart(widths[column]) : String(value).padEnd(widths[0])
  return rows.map(row => row.map(cell).join('  ').trimEnd()).join('\n')
}
