// A small program that uses the engine: bundled and run, it proves that the wasm file was found and works.
import { NOW, ORGANIZATION, publicKey, token } from '../../runtimes/lib/issuer.mjs'

const options = {
  issuer: 'https://tenant.example/oidc',
  keys: { keys: [publicKey('es384')] },
  template: {
    v: 1,
    permissions: ['invite:users', 'remove:users'],
    roles: [{ name: 'admin', permissions: ['remove:users'] }],
  },
}

/** What `report()` of the program answers. */
export const expectedOf = name =>
  name === 'orgate/policy'
    ? { changes: 2, resolved: ['remove:users'], refused: 'PRINCIPAL_UNKNOWN' }
    : { verified: ['invite:users'], resolved: ['remove:users'], refused: 'SIGNATURE_INVALID' }

/** The program by the entry that it uses: one with a gate, or `orgate/policy`. */
export const program = name => (name === 'orgate/policy' ? ofPolicy : ofGate(name))

const ofPolicy = `import { createPolicy, OrgateError } from 'orgate/policy'

export async function report() {
  const template = ${JSON.stringify(options.template)}
  const organizations = [{ id: 'org_1', name: 'One', members: [{ user: 'ada' }] }]
  const policy = createPolicy({ v: 1, template, users: ['ada'], organizations })
  const changes = policy.apply([
    { op: 'createUser', id: 'ben' },
    { op: 'assignRoles', organization: 'org_1', roles: ['admin'], users: ['ada'] },
  ])
  const grant = policy.resolve({ user: 'ada', organization: 'org_1' })
  let refused
  try {
    policy.resolve({ user: 'cleo', organization: 'org_1' })
  } catch (error) {
    refused = error instanceof OrgateError ? error.code : String(error)
  }
  policy.dispose()
  return { changes: changes.length, resolved: grant.permissions, refused }
}
`

const ofGate = name => `import { createGate, OrgateError } from '${name}'

export async function report() {
  const gate = createGate({ ...${JSON.stringify(options)}, clock: () => ${NOW * 1000} })
  const organization = '${ORGANIZATION}'
  const grant = await gate.verifyOrganizationToken('${token()}', { organization })
  const question = { organization, roles: ['admin'], principal: 'User' }
  let refused
  try {
    await gate.verifyOrganizationToken('${token().slice(0, -8)}AAAAAAAA', { organization })
  } catch (error) {
    refused = error instanceof OrgateError ? error.code : String(error)
  }
  return { verified: grant.permissions, resolved: gate.resolve(question).permissions, refused }
}
`

/** The same, printing what it found. */
export const printing = name => `${program(name)}\nconsole.log(JSON.stringify(await report()))\n`

/** The same as a worker. */
export const worker = name => `${program(name)}
export default {
  async fetch() {
    try {
      return Response.json(await report())
    } catch (error) {
      return Response.json({ code: error.code, message: error.message }, { status: 500 })
    }
  },
}
`
