// Fuzzes `readGrant` of the built package: node fuzz/grant/run.mjs [--seconds=60] [--seed=N] [--merge]
// An input that shows new behaviour, by what `look` says of it, is changed further.

import { seedsOf } from '../../scripts/lib/fuzz-seeds.mjs'
import { inputs, writeCorpus } from './corpus.mjs'
import { look } from './laws.mjs'
import { mutate, random } from './mutate.mjs'

const option = (name, otherwise) =>
  Number(process.argv.find(given => given.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise)
const seed = option('seed', Date.now() % 2 ** 32)
const check = await import('../../pkg/dist/check.js')

/** The shortest input of each behaviour. */
const known = new Map()
const next = random(seed)
const pick = list => list[Math.floor(next() * list.length)]

let runs = 0
const seeds = [...inputs('corpus'), ...inputs('regressions'), ...seedsOf('grant').map(String)]
for (const text of seeds) run(text)

const end = performance.now() + option('seconds', 60) * 1000
let pool = seeds
while (performance.now() < end) {
  for (let index = 0; index < 1_000; index += 1) run(mutate(pick(pool), pick(pool), next))
  pool = [...known.values()]
}
console.log(
  `grant     ${String(runs).padStart(9)} runs in ${option('seconds', 60)} s, ${known.size} behaviours, seed ${seed}`,
)
if (process.argv.includes('--merge')) {
  const kept = fewest()
  writeCorpus(kept)
  console.log(`grant     ${kept.length} inputs committed`)
}

/** One of each refusal, and then of each kind of grant; the shortest ones of what is left. */
function fewest() {
  const texts = new Map()
  for (const [behaviour, text] of known) {
    const [first, second] = behaviour.split(' ')
    if (!texts.has(`${first} ${second}`)) texts.set(`${first} ${second}`, text)
  }
  const rest = [...known.values()].sort((one, other) => one.length - other.length)
  return [...new Set([...texts.values(), ...rest])].slice(0, 100)
}

function run(text) {
  runs += 1
  let behaviour
  try {
    behaviour = look(check, text)
  } catch (error) {
    console.log(`seed ${seed}, after ${runs} runs: ${error.message}\n${JSON.stringify(text)}`)
    process.exit(1)
  }
  const shortest = known.get(behaviour)
  // A text that cannot be written as UTF-8 would be another one when it is read back.
  if ((!shortest || text.length < shortest.length) && text.isWellFormed()) known.set(behaviour, text)
}
