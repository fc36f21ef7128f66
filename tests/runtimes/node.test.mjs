// The conformance suite in this Node.
import { run } from '../conformance/run.js'
import { corpus, fixtures } from './lib/data.mjs'
import { report } from './lib/report.mjs'
import { load } from './lib/tarball.mjs'

const { results } = await run({ ...(await load()), corpus, fixtures })
report(results)
