// One case from a seed and an index: a good token, and what was done to it.
import { finish, goodDraft, goodInput } from './draft.mjs'
import { kinds as allKinds } from './kinds.mjs'
import { encoding } from './mutations/base64url.mjs'
import { claims, payload } from './mutations/claims.mjs'
import { header } from './mutations/header.mjs'
import { keys } from './mutations/keys.mjs'
import { segments } from './mutations/segments.mjs'
import { signature } from './mutations/signature.mjs'
import { size } from './mutations/size.mjs'
import { Random } from './random.mjs'

/** What is mutated, and how often. */
const layers = [
  [10, 'base64url', encoding],
  [8, 'segments', segments],
  [20, 'header', header],
  [14, 'payload', payload],
  [20, 'claims', claims],
  [10, 'signature', signature],
  [12, 'keys', keys],
  [2, 'size', size],
]
const all = layers.map(([weight, , mutations]) => [weight, mutations])
const choices = [...layers.map(([weight, name]) => [weight, name]), [14, 'combined']]

export const classes = choices.map(([, name]) => name)

/** Depends on its arguments alone. */
export function generate(seed, index, kinds = allKinds.slice(0, 1)) {
  const random = new Random(seed, index)
  const kind = random.weighted(kinds.map(kind => [kind.weight, kind]))
  const draft = goodDraft(kind, random)
  const good = goodInput(draft)
  const name = random.weighted(choices)
  const own = layers.find(([, layer]) => layer === name)?.[2]
  const chosen = own
    ? [random.pick(own)]
    : Array.from({ length: random.between(2, 3) }, () => random.pick(random.weighted(all)))
  const mutations = chosen.map(mutation => {
    const detail = mutation.apply(draft, random)
    return detail ? `${mutation.name} (${detail})` : mutation.name
  })
  const { token, resigned } = finish(draft, good)
  const { algorithm, keyName, issuers } = draft
  return { index, class: name, kind, algorithm, keyName, issuers, mutations, token, resigned }
}
