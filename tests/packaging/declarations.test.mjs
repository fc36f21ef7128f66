// A library that exports what Orgate's functions answer: its declarations name only what its own users can import.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { promisify } from 'node:util'
import { root } from '../runtimes/lib/tarball.mjs'
import { app } from './lib/app.mjs'

/** Nothing here has a written type: the compiler has to find a name for each. */
const library = `import { createGate, init, OrgateError } from 'orgate'
import { explain, readGrant } from 'orgate/check'
import { anyOrganization, protect } from 'orgate/fetch'
import { cacheStore, kvStore, memoryStore, remoteKeys } from 'orgate/keys'
import { createHistory, createPolicy, lint, runPlan } from 'orgate/policy'
import { createGate as createSyncGate } from 'orgate/sync'

const issuer = 'https://tenant.example/oidc'
export const gate = createGate({ issuer })
export const keys = remoteKeys({ issuer, store: memoryStore() })
export const snapshot = () => [keys.export(), keys.get(), keys.refresh()] as const
export const stores = { cacheStore, kvStore, memoryStore }
export const sharing = createGate({ issuer, keys })
export const sync = createSyncGate({ issuer, keys: { keys: [] } })
export const verify = (token: string) => gate.verifyOrganizationToken(token, { organization: 'org_1' })
export const resolve = () => gate.resolve({ organization: 'org_1', roles: [], principal: 'User' })
export const why = () => explain(readGrant('{}'), 'invite:users')
export const warnings = () => [...gate.warnings, ...sync.setKeys({ keys: [] })]
export const stale = () => [gate, sync].map(gate => gate.staleness(readGrant('{}')))
export const replace = () => gate.setTemplate({ v: 1, permissions: [], roles: [] })
export const guard = protect({ gate, organization: anyOrganization, permission: 'a' }, () => new Response())
export const options = { gate, organization: anyOrganization, start: init } as const
export const policy = createPolicy('{}')
export const edit = () => policy.apply({ op: 'createUser', id: 'ada' })
export const renamed = () => edit().filter(change => change.change === 'changed')
export const added = () => edit().filter(change => change.change !== 'changed')
export const members = () => [...policy.members('org_1'), ...policy.organizationsOf({ user: 'ada' })]
export const holders = () => policy.assignees({ globalRole: 'support' })
export const saved = () => [policy.toJSON(), policy.toTemplate(), policy.counts] as const
export const changed = () => [policy.diff('{}'), policy.impact('{}'), policy.plan('{}')] as const
export const touched = () => policy.impactList('{}', { by: 'membership' })
export const planned = () => runPlan(policy.plan('{}'), { fetch, endpoint: 'https://tenant.logto.app/api' })
export const found = () => [policy.lint(), lint('{}'), policy.toLogto()] as const
export const history = createHistory()
export const whyNot = () => policy.explain({ user: 'ada', organization: 'org_1' }, 'a')
export class Refused extends OrgateError {}
export function code(error: unknown) {
  return error instanceof OrgateError ? error.code : undefined
}
`

const user = `import { code, edit, gate, guard, options, policy, renamed, sync, verify, why, whyNot } from './out/library.js'
const held: boolean = (await verify('token')).can('a')
const answer: Promise<Response> = guard(new Request('https://api.example.com'))
gate.verifyOrganizationToken('token', { organization: options.organization })
sync.verifyOrganizationToken('token', { organization: 'org_1' }).can('a')
why().message.length
policy.undo(edit())
const before: string | undefined = renamed()[0]?.before.fact
const known: boolean = whyNot().code === 'NOT_A_MEMBER'
// @ts-expect-error: there is no such code, so the type has not become any
code(new Error()) === 'NOPE'
// @ts-expect-error: nor has the gate's
gate.verify()
// @ts-expect-error: there is no such fact, so the type has not become any
renamed()[0]?.before.fact === 'nope'
export { answer, before, held, known }
`

const shared = {
  strict: true,
  exactOptionalPropertyTypes: true,
  target: 'ES2022',
  lib: ['ES2022', 'DOM'],
  types: [],
}
const modes = {
  NodeNext: { module: 'NodeNext' },
  'a bundler': { module: 'ESNext', moduleResolution: 'bundler' },
  'a bundler for workerd': { module: 'ESNext', moduleResolution: 'bundler', customConditions: ['workerd'] },
}

for (const [name, mode] of Object.entries(modes)) {
  test(`with modules as of ${name}`, async () => {
    const settings = (more, include) =>
      JSON.stringify({ compilerOptions: { ...shared, ...mode, skipLibCheck: false, ...more }, include })
    const folder = app({
      'library.ts': library,
      'user.ts': user,
      'library.json': settings({ declaration: true, outDir: 'out' }, ['library.ts']),
      'user.json': settings({ noEmit: true }, ['user.ts']),
    })
    const tsc = async project => {
      const command = [
        join(root, 'node_modules', 'typescript', 'bin', 'tsc'),
        '-p',
        project,
        '--pretty',
        'false',
      ]
      const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: folder }).catch(
        error => error,
      )
      assert.equal(stdout, '')
    }
    await tsc('library.json')
    const declarations = readFileSync(join(folder, 'out', 'library.d.ts'), 'utf8')
    const named = [...declarations.matchAll(/(?:from|import\()\s*["']([^"']+)["']/g)].map(([, path]) => path)
    assert.ok(named.length > 0)
    for (const path of named) assert.match(path, /^orgate(\/(sync|policy|check|fetch|keys))?$/)
    await tsc('user.json')
  })
}
