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
export const expected = {
  verified: ['invite:users'],
  resolved: ['remove:users'],
  refused: 'SIGNATURE_INVALID',
}

/** The program by the entry that it uses, `orgate` or `orgate/sync`. */
export const program = name => `import { createGate, OrgateError } from '${name}'

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
