// Templates as code: what is different, who gains and loses what, what lint finds, other formats, and which version an
// edit is for.
import { world } from '../policy/build.mjs'
import * as csv from './csv.mjs'
import * as globalRoles from './diff-global-roles.mjs'
import * as people from './diff-people.mjs'
import * as permissions from './diff-permissions.mjs'
import * as resources from './diff-resources.mjs'
import * as roles from './diff-roles.mjs'
import * as whole from './diff-world.mjs'
import * as impact from './impact.mjs'
import { documents } from './lint-documents.mjs'
import { suppressions } from './lint-off.mjs'
import { rules } from './lint-rules.mjs'
import * as logto from './logto.mjs'
import * as versions from './versions.mjs'

/** By kind: a runner knows what to do with each. */
const kinds = {
  diff: [permissions, roles, resources, globalRoles, people, whole].flatMap(({ cases }) => cases),
  impact: impact.cases,
  lint: [...rules, ...suppressions, ...documents],
  csv: csv.cases,
  logto: logto.cases,
  version: versions.cases,
}

export const code = {
  documents: { world, ...impact.documents },
  cases: Object.entries(kinds).flatMap(([kind, cases]) =>
    cases.map(({ name, ...rest }) => ({ name: `${kind}: ${name}`, kind, ...rest })),
  ),
}
