// What texts for people have in common. Names come from templates, and whoever may edit one may call something as they
// like: a name must not be able to look like the text around it.

/** What cannot be seen, ends a line, or turns its direction around. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu

const escaped = (character: string) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`

/** One line, whatever it was. */
export const line = (text: string): string => text.replace(HIDDEN, escaped)

/** A name as it is, so that what is hidden shows and no two names look the same. */
export const shown = (name: string): string => line(name.replaceAll('\\', '\\\\')).replaceAll('`', escaped)

/** A name in a text: in backticks, and there is none in it. */
export const quoted = (name: string): string => `\`${shown(name)}\``

/** `1,240`, wherever it is run. */
export const number = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 role`, `1,240 roles`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`

/** `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}
