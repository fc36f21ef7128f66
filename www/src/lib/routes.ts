/** The example worker's guarded routes: examples/worker/src/index.ts. */
export interface Route {
  method: 'GET' | 'POST' | 'DELETE'
  path: (organization: string) => string
  permission: string
  body?: object
}

export const readReports: Route = {
  method: 'GET',
  path: organization => `/orgs/${organization}/reports`,
  permission: 'read:reports',
}

export const inviteUser: Route = {
  method: 'POST',
  path: organization => `/orgs/${organization}/invitations`,
  permission: 'invite:users',
  body: { email: 'new@example.com' },
}

export const removeUser = (user: string): Route => ({
  method: 'DELETE',
  path: organization => `/orgs/${organization}/users/${user}`,
  permission: 'remove:users',
})

export const routes = [readReports, inviteUser, removeUser('cleo')]

export interface Answer {
  request: string
  withToken: boolean
  status: number
  challenge: string | null
  body: unknown
}

export async function call(route: Route, organization: string, token: string | undefined): Promise<Answer> {
  const path = `/worker${route.path(encodeURIComponent(organization))}`
  const headers = new Headers()
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  if (route.body) headers.set('content-type', 'application/json')
  const body = route.body ? JSON.stringify(route.body) : null
  const response = await fetch(path, { method: route.method, headers, body })
  return {
    request: `${route.method} ${path}`,
    withToken: token !== undefined,
    status: response.status,
    challenge: response.headers.get('www-authenticate'),
    body: await response.json(),
  }
}
