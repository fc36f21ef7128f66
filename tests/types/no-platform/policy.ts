// A policy needs nothing of a platform but WebAssembly, and brings what `using` needs along.
import { createPolicy, type Grant, OrgateError } from 'orgate/policy'

export function ask(document: string): Grant | undefined {
  using policy = createPolicy(document)
  try {
    return policy.resolve({ user: 'ada', organization: 'org_1' })
  } catch (error) {
    if (error instanceof OrgateError && error.code === 'NOT_A_MEMBER') return undefined
    throw error
  }
}

const disposable: Disposable = createPolicy()
disposable[Symbol.dispose]()

// @ts-expect-error: that nothing of the platform leaks in
export type Leaked = Request
