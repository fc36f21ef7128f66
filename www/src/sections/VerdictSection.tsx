import { clockTime, plural } from '../lib/format'
import { type StepState, stepStates, steps } from '../lib/steps'
import { decode } from '../lib/token'
import type { Outcome } from '../state/outcome'
import { Code, pretty } from '../ui/Code'
import { Cross, Tick } from '../ui/marks'
import { ofKeys, Problems } from '../ui/Problems'
import { Section } from '../ui/Section'
import { Words } from '../ui/Words'

export function VerdictSection({ outcome, pending }: { outcome: Outcome; pending: boolean }) {
  return (
    <Section number={2} title="What the token proves" className="verdict">
      <div aria-live="polite" aria-busy={pending}>
        <Banner outcome={outcome} />
      </div>
      <Pipeline outcome={outcome} />
      {outcome.state === 'verified' && <Problems list={ofKeys(outcome.gate.warnings)} warning />}
      {(outcome.state === 'verified' || outcome.state === 'refused') && <Evidence outcome={outcome} />}
    </Section>
  )
}

function Banner({ outcome }: { outcome: Outcome }) {
  if (outcome.state === 'waiting') return <div className="banner">Asking the issuer…</div>
  if (outcome.state === 'verified') {
    const { grant, milliseconds } = outcome
    const kind = grant.principal === 'User' ? 'User' : 'Application'
    return (
      <div className="banner banner-yes" data-testid="verdict">
        <Tick />
        <div>
          <strong>Verified</strong>
          <p>
            {kind} <code>{grant.subject}</code> in <code>{grant.organization}</code> holds{' '}
            {plural(grant.permissions.length, 'permission')}
            {grant.expiresAt !== undefined && ` until ${clockTime(grant.expiresAt)}`}.
          </p>
        </div>
        <span className="banner-side">{milliseconds.toFixed(1)} ms</span>
      </div>
    )
  }
  const { code, message, status } = outcome.failure
  return (
    <div className="banner banner-no" data-testid="verdict">
      <Cross />
      <div>
        <strong>{outcome.state === 'no-token' ? 'No token' : 'Refused'}</strong> <code>{code}</code>
        <p>
          <Words text={message} />
        </p>
        {outcome.state === 'refused' && <Problems list={outcome.problems} />}
      </div>
      {status !== undefined && <span className="banner-side">{status}</span>}
    </div>
  )
}

const stepWords: Record<StepState, string> = {
  passed: 'passed',
  failed: 'failed here',
  unknown: 'not reached',
}

/** The order of verification: the first failure wins, and nothing after it was looked at. */
function Pipeline({ outcome }: { outcome: Outcome }) {
  const code = outcome.state === 'refused' ? outcome.failure.code : undefined
  const states = stepStates(outcome.state === 'verified', code)
  return (
    <ol className="pipeline" aria-label="Order of verification">
      {steps.map((step, index) => {
        const state = states[index] ?? 'unknown'
        return (
          <li key={step.name} className={`step step-${state}`}>
            <span className="step-dot" aria-hidden="true" />
            {step.name}
            <span className="visually-hidden">: {stepWords[state]}</span>
          </li>
        )
      })}
    </ol>
  )
}

function Evidence({ outcome }: { outcome: Extract<Outcome, { token: string }> }) {
  const verified = outcome.state === 'verified'
  const decoded = decode(outcome.token)
  return (
    <>
      <div className="evidence">
        {decoded && (
          <Code
            className={verified ? 'code-wrap' : 'code-wrap code-untrusted'}
            label={verified ? 'Verified claims' : 'What the token says'}
            note={verified ? '' : 'decoded only, not trusted'}
            text={pretty(decoded.claims)}
          />
        )}
        {verified && (
          <Code
            className="code-wrap"
            label="Grant"
            note="what travels to your UI"
            text={pretty(outcome.grant)}
          />
        )}
      </div>
      <details className="raw">
        <summary>Token and header</summary>
        {decoded && <Code label="Header" text={pretty(decoded.header)} />}
        <Code className="code-wrap" label="Token" text={outcome.token} />
      </details>
    </>
  )
}
