#!/usr/bin/env node
// Writes the tables of docs/errors.md from the code; with `--check` it only says whether they are up to date.

import { errorParts } from './lib/errors.mjs'
import { writeOrCheck } from './lib/generated.mjs'

writeOrCheck('docs/errors.md', errorParts(), 'node scripts/errors.mjs')
