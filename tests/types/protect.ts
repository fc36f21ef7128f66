// `protect` fits a plain fetch handler and a Cloudflare worker.
import { createGate } from 'orgate'
import { anyOrganization, type OrganizationGrant, protect } from 'orgate/fetch'
import { createGate as createSyncGate } from 'orgate/sync'
import { is, type Same } from './lib/same.js'

interface Env {
  readonly ISSUER: string
}

/** As `@cloudflare/workers-types` has them, as far as `fetch` goes. */
interface ExecutionContext {
  waitUntil(promise: Promise<unknown>): void
  passThroughOnException(): void
}
interface ExportedHandler<Environment> {
  fetch?: (request: Request, env: Environment, ctx: ExecutionContext) => Response | Promise<Response>
}

const issuer = 'https://tenant.example/oidc'
const gate = createGate({ issuer })
const organization = 'org_1'
const permission = 'invite:users'
const handler = () => new Response()

const plain = protect({ gate, organization, permission }, handler)
plain(new Request('https://api.example.com/'))
is<Same<Awaited<ReturnType<typeof plain>>, Response>>(true)

const environment = protect<Env, ExecutionContext>(
  {
    gate: env => createGate({ issuer: env.ISSUER }),
    organization: (request, env) => new URL(request.url, env.ISSUER).pathname.split('/')[1],
    permission: { all: ['invite:users', 'read:users'] },
  },
  async (request, grant, env, ctx) => {
    is<Same<typeof request, Request>>(true)
    is<Same<typeof grant, OrganizationGrant>>(true)
    is<Same<typeof grant.organization, string>>(true)
    is<Same<typeof env, Env>>(true)
    ctx.waitUntil(Promise.resolve(env.ISSUER))
    return new Response(grant.subject ?? null)
  },
)

export const worker = { fetch: environment } satisfies ExportedHandler<Env>
export const annotated: ExportedHandler<Env> = { fetch: environment }
export const called: ExportedHandler<Env> = {
  fetch: (request, env, ctx) => environment(request, env, ctx),
}
/** Nothing of the environment is used, so it fits any. */
export const any: ExportedHandler<Env> = { fetch: plain }

// The environment is inferred from what uses it.
protect(
  { gate: (env: Env) => createGate({ issuer: env.ISSUER }), organization, permission },
  (_, __, env) => {
    is<Same<typeof env, Env>>(true)
    return new Response(env.ISSUER)
  },
)

protect({ gate: createSyncGate({ issuer }), organization, permission }, handler)
protect({ gate, organization: anyOrganization, permission: { any: ['a', 'b'] as const } }, handler)
protect({ gate, organization: () => anyOrganization, permission }, handler)
protect({ gate, organization: () => undefined, permission }, handler)

// @ts-expect-error: no organization
protect({ gate, permission }, handler)
// @ts-expect-error: undefined
protect({ gate, organization: undefined, permission }, handler)
// @ts-expect-error: no permission
protect({ gate, organization }, handler)
// @ts-expect-error: a list says neither all nor any
protect({ gate, organization, permission: ['a', 'b'] }, handler)
// @ts-expect-error: neither all nor any
protect({ gate, organization, permission: {} }, handler)
// @ts-expect-error: no gate
protect({ organization, permission }, handler)
// @ts-expect-error: a promise of a gate would be shared between requests
protect({ gate: async () => gate, organization, permission }, handler)
// @ts-expect-error: a promise of an organization
protect({ gate, organization: async () => organization, permission }, handler)
// @ts-expect-error: no handler
protect({ gate, organization, permission })
// @ts-expect-error: not a response
protect({ gate, organization, permission }, () => 'text')
