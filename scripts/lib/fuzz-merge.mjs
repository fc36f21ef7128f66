// Which inputs of a corpus are worth committing: few and small ones that together reach nearly all that is reached.

import { readFileSync } from 'node:fs'

/**
 * What libFuzzer noted in a merge, by file: its size and the features of the code that it reaches.
 *
 * @param {string} text the file that `-merge_control_file` names
 * @returns {{ path: string, size: number, features: number[] }[]}
 */
export function readControlFile(text) {
  const lines = text.split('\n')
  const count = Number(lines[0])
  const inputs = lines.slice(2, 2 + count).map(path => ({ path, size: 0, features: [] }))
  for (const line of lines.slice(2 + count)) {
    const [kind, index, ...numbers] = line.split(' ')
    const input = inputs[Number(index)]
    if (!input) continue
    if (kind === 'STARTED') input.size = Number(numbers[0])
    if (kind === 'FT') input.features = numbers.map(Number)
  }
  return inputs
}

/** At most so many inputs: each time the one that reaches most of what none of those before does, and the smaller of two. */
export function fewest(inputs, most) {
  const left = new Set(inputs)
  const reached = new Set()
  const chosen = []
  while (chosen.length < most) {
    let best
    let gain = 0
    for (const input of left) {
      const more = input.features.filter(feature => !reached.has(feature)).length
      if (more === 0) left.delete(input)
      else if (more > gain || (more === gain && input.size < best.size)) [best, gain] = [input, more]
    }
    if (!best) break
    chosen.push(best)
    left.delete(best)
    for (const feature of best.features) reached.add(feature)
  }
  return chosen
}

export const fewestOf = (controlFile, most) =>
  fewest(readControlFile(readFileSync(controlFile, 'utf8')), most).map(({ path }) => path)
