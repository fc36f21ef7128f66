// The sample organizations live here: making a hundred thousand of them takes seconds, and the page goes on meanwhile.
import { createPolicy, type Policy } from 'orgate/policy'
import { directoryText, type Size } from '../lib/directory'
import type { Answers, Asked, LostHolders, Question, Told } from '../lib/directory-protocol'
import { failureOf } from './failure'

interface Directory {
  /** With the deployed template. */
  readonly policy: Policy
  /** With the edited one, and nobody in it. */
  readonly draft: Policy
  readonly loading: number
}

let directory: Directory | undefined

addEventListener('message', ({ data: { id, ...question } }: MessageEvent<Asked>) => {
  postMessage(told(id, question))
})

function told(id: number, question: Question): Told {
  try {
    return { id, answer: answer(question) }
  } catch (error) {
    const { code, message } = failureOf(error)
    return { id, failure: { code, message } }
  }
}

function answer(question: Question): Answers[keyof Answers] {
  const { size } = question
  const { policy, draft, loading } = load(size)
  draft.setTemplate(question.template)
  if (question.ask === 'list') return policy.impactList(draft, question.options)
  if (question.ask === 'lost') return lostHolders(policy, draft)
  const started = performance.now()
  const impact = policy.impact(draft)
  const looking = performance.now() - started
  return { size, counts: policy.counts, impact, loading, looking }
}

function load(size: Size): Directory {
  // The page starts another worker for others.
  if (directory) return directory
  const text = directoryText(size)
  const started = performance.now()
  const policy = createPolicy(text)
  const loading = performance.now() - started
  directory = { policy, draft: createPolicy(policy.toTemplate()), loading }
  return directory
}

function lostHolders(policy: Policy, draft: Policy): LostHolders[] {
  return policy.plan(draft).lost.map(({ organizationRole, globalRole, assignees }) => ({
    role: organizationRole ?? globalRole,
    count: assignees.length,
    first: assignees
      .slice(0, 3)
      .map(({ user, application, organization }) => `${user ?? application} in ${organization}`),
  }))
}
