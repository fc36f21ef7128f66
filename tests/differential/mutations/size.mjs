// Sizes around the bound on a token, and large parts within it.
import { base64url } from '../../corpus/generate/bytes.mjs'
import { goodInput } from '../draft.mjs'
import { signature } from '../keys.mjs'

export const bound = 16_384

/** Fills a claim so that the token gets as long as wanted, or a little less where base64url has no such length. */
function fill(draft, length, random) {
  draft.header.set('x', JSON.stringify('x'.repeat(random.below(3))))
  draft.claims.set('jti', '""')
  const bare = goodInput(draft).length
  const rest = base64url(signature(draft.algorithm, draft.keyName, '', 0)).length + 1
  const room = Math.floor(((length - bare - rest) * 3) / 4)
  draft.claims.set('jti', JSON.stringify('x'.repeat(Math.max(0, room + random.between(-1, 1)))))
}

const sized = (name, choose) => ({
  name: `size: ${name}`,
  apply(draft, random) {
    const length = choose(random)
    fill(draft, length, random)
    return `${length}`
  },
})

const many = (count, write) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, i) => write(i))))

export const size = [
  sized('around the bound', random => bound + random.between(-4, 4)),
  sized('around the bound', random => bound + random.between(-4, 4)),
  sized('within the bound', random => random.between(500, bound - 10)),
  sized('over the bound', random => bound + random.between(10, 4000)),
  sized('far over the bound', random => random.pick([50_000, 200_000])),
  {
    name: 'size: a large header',
    apply(draft, random) {
      const length = random.pick([100, 2000, 8000, 12_000, 13_000])
      draft.header.set('x', JSON.stringify('x'.repeat(length)))
      return `${length}`
    },
  },
  {
    name: 'size: many members',
    apply(draft, random) {
      const count = random.pick([10, 255, 256, 257, 700])
      const name = random.pick(['header', 'claims'])
      draft[name].set(
        'x',
        many(count, index => [`m${index}`, index]),
      )
      return `${name} ${count}`
    },
  },
  {
    name: 'size: many members side by side',
    apply(draft, random) {
      const count = random.pick([10, 255, 257, 600])
      for (let index = 0; index < count; index += 1) draft.claims.set(`m${index}`, `${index}`)
      return `${count}`
    },
  },
  {
    name: 'size: a long list',
    apply(draft, random) {
      const count = random.pick([10, 1000, 4000])
      draft.claims.set('x', JSON.stringify(Array.from({ length: count }, () => 1)))
      return `${count}`
    },
  },
  {
    name: 'size: a long scope',
    apply(draft, random) {
      const count = random.pick([100, 800, 1200])
      draft.claims.set(
        'scope',
        JSON.stringify(Array.from({ length: count }, (_, i) => `scope:${i}`).join(' ')),
      )
      return `${count}`
    },
  },
  {
    name: 'size: a long signature',
    apply(draft, random) {
      const length = random.pick([1000, 12_000, 20_000])
      draft.edits.signature.push(bytes => Buffer.concat([bytes, Buffer.alloc(length)]))
      return `${length}`
    },
  },
  {
    name: 'size: characters outside ASCII',
    apply(draft, random) {
      const length = random.pick([100, 3000, 4000])
      draft.claims.set('jti', JSON.stringify('é'.repeat(length)))
      return `${length}`
    },
  },
]
