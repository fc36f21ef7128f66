// Public test vectors on both engines in this Node.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { cryptoModule, data, issuer } from '../vectors/data.mjs'
import { report } from '../vectors/report.mjs'
import { run } from '../vectors/run.js'
import { load } from './lib/tarball.mjs'

const fromFile = path => import(pathToFileURL(path).href)

const { initSync, judgeSignature } = await fromFile(issuer.glue())
initSync({ module: readFileSync(issuer.wasm()) })
const { orgate, sync } = await load()
const crypto = await fromFile(cryptoModule())

report('Node', await run({ judge: judgeSignature, crypto, orgate, sync, data: data() }))
