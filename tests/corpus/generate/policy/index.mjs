// The policies of the corpus: documents, the captured answers of a real server, and cases that edit and ask.
import * as assignments from './assignments.mjs'
import * as badDocuments from './bad-documents.mjs'
import * as bounds from './bounds.mjs'
import { world } from './build.mjs'
import * as captured from './captured.mjs'
import * as deletions from './deletions.mjs'
import * as directory from './directory.mjs'
import * as documentRules from './document-rules.mjs'
import * as documents from './documents.mjs'
import * as explain from './explain.mjs'
import * as exported from './exports.mjs'
import * as history from './history.mjs'
import * as imports from './imports.mjs'
import * as operations from './operations.mjs'
import * as resolve from './resolve.mjs'
import * as resources from './resources.mjs'
import * as roles from './roles.mjs'

const topics = [
  ['resources', resources],
  ['roles', roles],
  ['directory', directory],
  ['directory', assignments],
  ['deletions', deletions],
  ['history', history],
  ['resolve', resolve],
  ['explain', explain],
  ['operations', operations],
  ['documents', documents],
  ['documents', badDocuments],
  ['documents', documentRules],
  ['imports', imports],
  ['imports', exported],
  ['bounds', bounds],
]

export const policy = {
  documents: { world, ...imports.documents, ...captured.documents },
  answers: captured.answers,
  cases: [
    ...captured.cases,
    ...topics.flatMap(([topic, { cases }]) =>
      cases.map(({ name, ...rest }) => ({ name: `${topic}: ${name}`, ...rest })),
    ),
  ],
}
