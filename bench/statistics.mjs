/** The value below which `part` of the list lies. */
export function quantile(list, part) {
  const sorted = list.toSorted((a, b) => a - b)
  const position = part * (sorted.length - 1)
  const below = Math.floor(position)
  const above = Math.ceil(position)
  return sorted[below] + (sorted[above] - sorted[below]) * (position - below)
}

export function median(list) {
  return quantile(list, 0.5)
}

/** How far the middle half is apart. */
export function interquartileRange(list) {
  return quantile(list, 0.75) - quantile(list, 0.25)
}

/** What one has above another, block by block: what both share drops out, and drift with it. */
export function above(list, floor) {
  return list.map((value, block) => value - floor[block])
}

/** The comparison of two lists of samples from the same blocks. */
export function compare(subject, peer) {
  const subjectMicros = median(subject)
  const peerMicros = median(peer)
  return {
    ratio: subjectMicros / peerMicros,
    spread: interquartileRange(subject.map((value, block) => value / peer[block])),
    subjectMicros,
    peerMicros,
  }
}
