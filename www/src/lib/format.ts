/** 1,240 in every language of the browser: the page is in English. */
export const grouped = (count: number): string => count.toLocaleString('en')

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(count)} ${count === 1 ? one : many}`

/** a, b or c */
export function either(names: readonly string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`
}

/** a, b and c */
export const all = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`

export const clockTime = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** A measured time. Browsers round their clocks, so that what is very short reads as nothing. */
export function duration(milliseconds: number): string {
  if (milliseconds < 0.1) return 'less than 0.1 ms'
  if (milliseconds < 1000) return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`
  return `${(milliseconds / 1000).toFixed(1)} s`
}
