// The text of a segment: the same bytes in another form, and characters that have no place there.

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Sets bits after the last whole byte: it decodes to the same bytes (RFC 4648 section 3.5). */
function strayBits(segment, more) {
  const free = { 2: 15, 3: 3 }[segment.length % 4]
  if (free === undefined) return segment
  const last = alphabet.indexOf(segment.at(-1))
  return segment.slice(0, -1) + alphabet[last | ((more % free) + 1)]
}

const insert = (segment, position, text) => {
  const at = position % (segment.length + 1)
  return segment.slice(0, at) + text + segment.slice(at)
}

const parts = ['header', 'payload', 'signature']

const onSegment = (name, choose) => ({
  name: `base64url: ${name}`,
  apply(draft, random) {
    const part = random.pick(parts)
    const { change, detail = '' } = choose(random)
    draft.edits.segment[part].push(change)
    return `${part} ${detail}`.trim()
  },
})

export const encoding = [
  onSegment('padding', random => {
    const padding = random.pick(['=', '==', '===', 'right'])
    const right = segment => '='.repeat((4 - (segment.length % 4)) % 4)
    return { change: text => text + (padding === 'right' ? right(text) : padding), detail: padding }
  }),
  onSegment('padding, percent-encoded', () => ({ change: text => `${text}%3D` })),
  onSegment('the other alphabet', () => ({
    change: text => text.replaceAll('-', '+').replaceAll('_', '/'),
  })),
  onSegment('one character of the other alphabet', random => {
    const at = random.below(2 ** 16)
    const character = random.pick(['+', '/', '-', '_'])
    return { change: text => insert(text.slice(0, -1), at, character), detail: character }
  }),
  onSegment('white space', random => {
    const blank = random.pick([' ', '\n', '\t', '\r', '\r\n', '\f', '\v', '\u00a0', '\u2028', '    '])
    const at = random.pick([0, random.below(2 ** 16)])
    return { change: text => insert(text, at, blank), detail: JSON.stringify(blank) }
  }),
  onSegment('white space at the end', random => {
    const blank = random.pick([' ', '\n', '\t', '\r\n', '\f'])
    return { change: text => text + blank, detail: JSON.stringify(blank) }
  }),
  onSegment('stray bits', random => {
    const more = random.below(16)
    return { change: text => strayBits(text, more) }
  }),
  onSegment('a character more', random => {
    const more = random.word(random.between(1, 3))
    return { change: text => text + more }
  }),
  onSegment('a character less', random => {
    const less = random.between(1, 3)
    return { change: text => text.slice(0, -less), detail: `${less}` }
  }),
  onSegment('the case of a character', random => {
    const at = random.below(2 ** 16)
    const change = text => {
      const position = at % Math.max(text.length, 1)
      const character = text.charAt(position)
      const swapped =
        character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase()
      return text.slice(0, position) + swapped + text.slice(position + 1)
    }
    return { change }
  }),
  onSegment('a character that has no place', random => {
    const character = random.pick([
      ...['?', '!', '~', '*', ',', ':', '"', '%', '@', '\\', '\0', '\x7f', 'é', '\u0130', '\u212a', '\ud800'],
      ...['\u{1d400}', '\uff21', '\u2010', '\ufeff'],
    ])
    const at = random.below(2 ** 16)
    return { change: text => insert(text, at, character), detail: JSON.stringify(character) }
  }),
  onSegment('nothing', () => ({ change: () => '' })),
  // Good ones: every length of the last group, and both characters in which the alphabets differ.
  ...[1, 2, 3, 4, 5].map(which => ({
    name: `base64url: every character ${which}`,
    apply(draft, random) {
      const text = '~?>'.repeat(random.between(1, 6)) + 'ÿ'.repeat(random.below(4)) + 'x'.repeat(which)
      draft.claims.set('jti', JSON.stringify(text))
      if (random.chance(0.3)) draft.header.set('x', JSON.stringify(random.word(which)))
      return ''
    },
  })),
]
