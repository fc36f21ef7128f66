// Random numbers that depend on a seed and an index alone, so that one case can be made again without the others.

/** Spreads 32 bits (the finalizer of MurmurHash3). */
function mix(value) {
  let bits = value | 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

const rotate = (value, by) => (value << by) | (value >>> (32 - by))

/** xoshiro128** (Blackman, Vigna), its state spread from both numbers. Not for secrets. */
export class Random {
  #state

  constructor(seed, index) {
    const start = mix(mix(seed) ^ Math.imul(index + 1, 0x9e3779b9))
    this.#state = [1, 2, 3, 4].map(word => mix(start + Math.imul(word, 0x9e3779b9)) || word)
  }

  /** 32 bits. */
  next() {
    const s = this.#state
    const result = Math.imul(rotate(Math.imul(s[1], 5), 7), 9) >>> 0
    const shifted = s[1] << 9
    s[2] ^= s[0]
    s[3] ^= s[1]
    s[1] ^= s[2]
    s[0] ^= s[3]
    s[2] ^= shifted
    s[3] = rotate(s[3], 11)
    return result
  }

  /** From 0 up to and without `bound`. */
  below(bound) {
    return Math.floor((this.next() / 2 ** 32) * bound)
  }

  /** From `from` to `to`, both included. */
  between(from, to) {
    return from + this.below(to - from + 1)
  }

  chance(probability) {
    return this.next() / 2 ** 32 < probability
  }

  pick(list) {
    return list[this.below(list.length)]
  }

  /** One of `[weight, value]` pairs. */
  weighted(pairs) {
    let left = this.below(pairs.reduce((sum, [weight]) => sum + weight, 0))
    for (const [weight, value] of pairs) {
      left -= weight
      if (left < 0) return value
    }
    throw new Error('there is nothing to choose from')
  }

  shuffled(list) {
    const copy = [...list]
    for (let last = copy.length - 1; last > 0; last -= 1) {
      const other = this.below(last + 1)
      ;[copy[last], copy[other]] = [copy[other], copy[last]]
    }
    return copy
  }

  bytes(length) {
    return Buffer.from(Array.from({ length }, () => this.below(256)))
  }

  /** Text of letters and digits. */
  word(length) {
    const alphabet = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
    return Array.from({ length }, () => alphabet[this.below(alphabet.length)]).join('')
  }
}
