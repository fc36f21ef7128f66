// Seeded changes of JSON texts, in their structure and in their letters.

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function random(seed) {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Values that readers trip over, as JSON text: not all of them can be written by `JSON.stringify`. */
const odd = [
  ...['null', 'true', 'false', '0', '-0', '1', '-1', '1.5', '1e400', '-1e400', '1e308', '9007199254740993'],
  ...['253402300799', '253402300800', '-62135596801', '1799999999.999', '""', '"0"', '" "', '"\\ud800"'],
  ...['"__proto__"', '"organization"', '"policy"', '"what-if"', '"User"', '"MachineToMachine"', '"GRANTED"'],
  ...['"token"', '"template"', '"intersection"', '[]', '[[]]', '[null]', '["a","a"]', '{}', '{"length":1}'],
  ...['{"hash":"h"}', '{"hash":"h","version":null}', '{"__proto__":{"can":true}}', '"\\u0000"', '"é😀"'],
]

const names = [
  ...['v', 'kind', 'issuer', 'subject', 'principal', 'organization', 'resource', 'permissions', 'mode'],
  ...[
    'template',
    'issuedAt',
    'expiresAt',
    'roles',
    'explanations',
    '__proto__',
    'constructor',
    'toJSON',
    'x',
  ],
]

/** One to four changes of a text. */
export function mutate(text, other, next) {
  const pick = list => list[Math.floor(next() * list.length)]
  let changed = text
  for (let left = 1 + Math.floor(next() * 4); left > 0; left -= 1) {
    changed = next() < 0.8 ? structure(changed, other, pick, next) : letters(changed, pick, next)
  }
  return changed
}

/** Where values stand in a text, strings and all; good enough for texts that are no longer JSON. */
const values = /"(?:[^"\\]|\\.)*"(?!\s*:)|-?\d[\d.eE+-]*|\b(?:true|false|null)\b|\[[^[\]]*\]|\{[^{}]*\}/g

function structure(text, other, pick, next) {
  const found = [...text.matchAll(values)]
  if (found.length === 0) return pick(odd)
  const place = pick(found)
  const replace = by => text.slice(0, place.index) + by + text.slice(place.index + place[0].length)
  const choice = next()
  if (choice < 0.35) return replace(pick(odd))
  if (choice < 0.5) return replace(pick([...other.matchAll(values)])?.[0] ?? 'null')
  if (choice < 0.75) return text.replace(/\{/, `{${JSON.stringify(pick(names))}:${pick(odd)},`)
  if (choice < 0.9) return without(text, pick(names))
  return replace(`[${place[0]},${pick(odd)}]`)
}

/** Without a member, or with another name for it. */
const without = (text, name) => text.replace(`"${name}":`, '"x":')

function letters(text, pick, next) {
  const at = Math.floor(next() * (text.length + 1))
  const letter = pick(['"', '{', '}', '[', ']', ',', ':', '\\', '0', 'e', '\u0000', '\ud800', ' ', 'a'])
  const choice = next()
  if (choice < 0.4) return text.slice(0, at) + letter + text.slice(at + 1)
  if (choice < 0.7) return text.slice(0, at) + text.slice(at + 1)
  if (choice < 0.9) return text.slice(0, at) + letter + text.slice(at)
  return text.slice(0, at)
}
