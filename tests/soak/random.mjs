// The same choices for the same seed (mulberry32).

/** `random()` in [0, 1), with `random.below(n)`, `random.of(list)` and `random.weighted([[weight, value]])`. */
export function randomFrom(seed) {
  let state = seed >>> 0
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  random.below = count => Math.floor(random() * count)
  random.of = list => list[random.below(list.length)]
  random.weighted = choices => {
    let left = random() * choices.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, value] of choices) {
      left -= weight
      if (left < 0) return value
    }
    return choices.at(-1)[1]
  }
  return random
}
