#!/usr/bin/env node
// Writes the comparison in docs/verification.md; with `--check` it only says whether it is up to date.

import { writeOrCheck } from './lib/generated.mjs'
import { peerParts } from './lib/peers-table.mjs'

writeOrCheck('docs/verification.md', peerParts(), 'node scripts/peers.mjs')
