// What the tests of migrations use of the package, packed as a user gets it.
import { load } from '../../runtimes/lib/tarball.mjs'
import { documentOf } from './templates.mjs'

const { policy } = await load()
export const { createPolicy, OrgateError, runPlan } = policy

/** The plan of what takes a tenant from one template of the tests to another, global roles included. */
export function planBetween(from, to) {
  const [here, there] = [from, to].map(template => createPolicy(documentOf(template)))
  try {
    return here.plan(there, { scope: 'roles' })
  } finally {
    here.dispose()
    there.dispose()
  }
}
