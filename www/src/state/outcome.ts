import { createGate, type Gate, type Problem } from 'orgate'
import type { Mode, OrganizationGrant } from 'orgate/check'
import { useEffect, useState } from 'react'
import type { TemplateDocument } from '../lib/document'
import { type Failure, failureOf, problemsOf } from './failure'
import type { Loaded } from './issuer'
import type { Question } from './who'

export interface Policy {
  template: TemplateDocument
  mode: Mode
}

export type Outcome =
  | { state: 'waiting' }
  | { state: 'no-token'; failure: Failure }
  | { state: 'refused'; failure: Failure; problems: readonly Problem[]; token: string }
  | Verified

export interface Verified {
  state: 'verified'
  grant: OrganizationGrant
  gate: Gate
  /** The one that the gate was made with. */
  template: TemplateDocument
  token: string
  milliseconds: number
}

/** The verification itself: the package, as an application would call it. */
async function verify(question: Question, { template, mode }: Policy): Promise<Outcome> {
  const { issuer, keys, token, organization, roles } = question
  try {
    // Each edit makes a gate; one without a cache also shows what a verification takes.
    const gate = createGate({ issuer, keys, template, mode, cache: false })
    const started = performance.now()
    const grant = await gate.verifyOrganizationToken(token, { organization, ...(roles ? { roles } : {}) })
    return { state: 'verified', grant, gate, template, token, milliseconds: performance.now() - started }
  } catch (error) {
    return { state: 'refused', failure: failureOf(error), problems: problemsOf(error), token }
  }
}

/**
 * The newest outcome. While the next one is on its way the last one stays, marked by `pending`, so that nothing
 * flickers; and at the grant's end the question is asked again, since nothing else would notice.
 */
export function useOutcome(
  question: Loaded<Question>,
  policy: Policy,
): { outcome: Outcome; pending: boolean } {
  const key = JSON.stringify([question, policy])
  const [settled, setSettled] = useState<{ key: string; outcome: Outcome }>()
  const [ended, setEnded] = useState(0)

  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is the question and the policy, by value; `ended` asks again
  useEffect(() => {
    if (question.state === 'waiting') return
    let current = true
    const answer =
      question.state === 'failed'
        ? Promise.resolve<Outcome>({ state: 'no-token', failure: question.failure })
        : verify(question.value, policy)
    answer.then(outcome => current && setSettled({ key, outcome }))
    return () => {
      current = false
    }
  }, [key, ended])

  const outcome: Outcome = settled?.outcome ?? { state: 'waiting' }
  const expiresAt = outcome.state === 'verified' ? outcome.grant.expiresAt : undefined
  useEffect(() => {
    if (expiresAt === undefined) return
    const wait = Math.min(expiresAt * 1000 - Date.now(), 2 ** 31 - 1)
    const timer = setTimeout(() => setEnded(count => count + 1), Math.max(wait, 0) + 20)
    return () => clearTimeout(timer)
  }, [expiresAt])

  return { outcome, pending: settled?.key !== key }
}
