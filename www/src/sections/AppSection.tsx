import { readGrant } from 'orgate/check'
import { useMemo, useState } from 'react'
import { type Answer, call, type Route } from '../lib/routes'
import { failureOf } from '../state/failure'
import type { Outcome } from '../state/outcome'
import { Section } from '../ui/Section'
import { Console } from './Console'
import { WorkerPanel } from './WorkerPanel'

interface Props {
  outcome: Outcome
  organization: string
  edited: boolean
}

export function AppSection({ outcome, organization, edited }: Props) {
  const [answer, setAnswer] = useState<Answer>()
  const [error, setError] = useState<string>()
  const grant = outcome.state === 'verified' ? outcome.grant : undefined
  // As in an application: the grant arrives as JSON, and what reads it knows nothing of WebAssembly.
  const received = useMemo(() => grant && readGrant(JSON.stringify(grant)), [grant])
  const token = 'token' in outcome ? outcome.token : undefined

  const send = async (route: Route, credentials: string | undefined) => {
    setError(undefined)
    try {
      setAnswer(await call(route, organization, credentials))
    } catch (thrown) {
      setAnswer(undefined)
      setError(failureOf(thrown).message)
    }
  }
  return (
    <Section
      number={11}
      title="The button and the route"
      lead="The UI asks the grant, the worker asks the token. A hidden button protects nothing: try the route yourself."
      className="app"
    >
      <div className="app-panes">
        <Console grant={received} organization={organization} onCall={route => send(route, token)} />
        <WorkerPanel
          {...{ answer, error, organization, token, edited }}
          onCall={(route, withToken) => send(route, withToken ? token : undefined)}
        />
      </div>
    </Section>
  )
}
