import type { Grant } from 'orgate/check'
import { protect } from 'orgate/fetch'
import { type Env, gate } from './gate'

/** `/orgs/acme/reports` → `acme`. The caller names the organization; the token has to agree. */
const organization = (request: Request): string | undefined =>
  new URL(request.url).pathname.split('/')[2] || undefined

type Handler = (request: Request, grant: Grant) => Response | Promise<Response>

const guarded = (permission: string, handler: Handler) =>
  protect<Env>({ gate, organization, permission }, handler)

const listReports = guarded('read:reports', (_request, grant) =>
  Response.json({
    organization: grant.organization,
    reports: [
      { id: 'r-101', title: 'Seats and usage, October' },
      { id: 'r-102', title: 'Invoices, third quarter' },
    ],
    export: grant.can('export:reports'),
  }),
)

const inviteUser = guarded('invite:users', async (request, grant) => {
  const body: unknown = await request.json().catch(() => null)
  const email = typeof body === 'object' && body !== null && 'email' in body ? body.email : undefined
  if (typeof email !== 'string' || !email.includes('@')) {
    return Response.json({ code: 'EMAIL_REQUIRED', message: 'send { "email": "…" }' }, { status: 400 })
  }
  return Response.json(
    { organization: grant.organization, invited: email, invitedBy: grant.subject },
    { status: 201 },
  )
})

const removeUser = guarded('remove:users', (request, grant) => {
  let user: string
  try {
    user = decodeURIComponent(new URL(request.url).pathname.split('/')[4] ?? '')
  } catch {
    return Response.json(
      { code: 'USER_INVALID', message: 'the user id in the path cannot be decoded' },
      { status: 400 },
    )
  }
  return Response.json({ organization: grant.organization, removed: user, removedBy: grant.subject })
})

const index = (): Response =>
  Response.json({
    name: 'orgate-example-worker',
    routes: routes.map(({ method, path, permission }) => ({ method, path, permission })),
  })

const routes = [
  { method: 'GET', path: '/', pattern: /^\/$/, permission: null, handle: index },
  {
    method: 'GET',
    path: '/orgs/:org/reports',
    pattern: /^\/orgs\/[^/]+\/reports$/,
    permission: 'read:reports',
    handle: listReports,
  },
  {
    method: 'POST',
    path: '/orgs/:org/invitations',
    pattern: /^\/orgs\/[^/]+\/invitations$/,
    permission: 'invite:users',
    handle: inviteUser,
  },
  {
    method: 'DELETE',
    path: '/orgs/:org/users/:id',
    pattern: /^\/orgs\/[^/]+\/users\/[^/]+$/,
    permission: 'remove:users',
    handle: removeUser,
  },
]

export default {
  fetch(request: Request, env: Env, ctx: unknown): Response | Promise<Response> {
    const { pathname } = new URL(request.url)
    const here = routes.filter(({ pattern }) => pattern.test(pathname))
    const route = here.find(({ method }) => method === request.method)
    if (route) return route.handle(request, env, ctx)
    if (here.length === 0)
      return Response.json({ code: 'NOT_FOUND', message: 'no such route' }, { status: 404 })
    const allow = here.map(({ method }) => method).join(', ')
    return Response.json(
      { code: 'METHOD_NOT_ALLOWED', message: `this route answers ${allow}` },
      { status: 405, headers: { allow } },
    )
  },
}
