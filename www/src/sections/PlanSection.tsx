import type { MigrationPlan, PlanStep } from 'orgate/policy'
import { useMemo, useState } from 'react'
import type { LostHolders } from '../lib/directory-protocol'
import { plural } from '../lib/format'
import type { Desk, Workbench } from '../state/workbench'
import { Code, pretty } from '../ui/Code'
import { Disclosure } from '../ui/Disclosure'
import { Section } from '../ui/Section'
import { Segmented } from '../ui/Segmented'
import { Words } from '../ui/Words'

interface Props {
  desk: Desk
  workbench: Workbench
  /** Who of the sample organizations holds a role that is deleted, when that is known. */
  lost: readonly LostHolders[] | undefined
}

type Direction = 'there' | 'back'

const directions = [
  { value: 'there', label: 'Make the change' },
  { value: 'back', label: 'Take it back' },
] as const

/** Requests to Logto's Management API, in order. Nothing is sent from here. */
export function PlanSection({ desk, workbench, lost }: Props) {
  const [direction, setDirection] = useState<Direction>('there')
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is made from what the diff compares
  const plan = useMemo(() => workbench.plan(direction), [workbench, desk.diff, direction])
  const isEmpty = plan.steps.length === 0
  return (
    <Section
      number={8}
      title="The way into Logto"
      lead="The requests that make the same change in a tenant of Logto. Nothing is sent from here."
      className="plan"
    >
      <Segmented<Direction>
        label="Direction"
        quiet
        value={direction}
        options={directions}
        onChange={setDirection}
      />
      {isEmpty ? (
        <p className="empty">
          {desk.diff.changes.length === 0
            ? 'Nothing is changed: there is nothing to do.'
            : 'There is nothing to do in Logto: what you changed is Orgate’s own.'}
        </p>
      ) : (
        <>
          <Lost plan={plan} holders={direction === 'there' ? lost : undefined} />
          <Warnings plan={plan} />
          <Steps steps={plan.steps} />
          <Disclosure summary="The plan as JSON">
            {() => (
              <>
                <p className="hint">
                  Keep it with the change, and run it with <code>runPlan</code>. It looks ids up by name, so
                  one plan fits staging and production; run twice, it changes nothing the second time.
                </p>
                <Code label="Migration plan" text={pretty(plan)} />
              </>
            )}
          </Disclosure>
        </>
      )}
    </Section>
  )
}

interface LostProps {
  plan: MigrationPlan
  holders: readonly LostHolders[] | undefined
}

/** What cannot be taken back comes first. */
function Lost({ plan, holders }: LostProps) {
  if (plan.lost.length === 0) return null
  return (
    <ul className="problems lost" data-testid="lost">
      {plan.lost.map(({ organizationRole, globalRole, reason }) => {
        const role = organizationRole ?? globalRole
        const known = holders?.find(holder => holder.role === role)
        return (
          <li key={role}>
            <strong>
              {reason === 'role deleted' ? 'Deletes' : 'Deletes, and makes again with another type,'} the role{' '}
              <code>{role}</code>.
            </strong>{' '}
            Who holds it loses it, and taking the plan back does not give it to them again.
            {known && known.count > 0 && (
              <>
                {' '}
                In the sample organizations: {plural(known.count, 'assignment')}
                {known.first.length > 0 &&
                  ` (${known.first.join(', ')}${known.count > known.first.length ? ', …' : ''})`}
                .
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

function Warnings({ plan: { warnings } }: { plan: MigrationPlan }) {
  if (warnings.length === 0) return null
  return (
    <ul className="problems problems-warn">
      {warnings.map(({ code, pointer, message }) => (
        <li key={code + pointer}>
          <Words text={message} />
        </li>
      ))}
    </ul>
  )
}

/** Reads are folded: they only look up ids. */
function Steps({ steps }: { steps: readonly PlanStep[] }) {
  const reads = steps.filter(({ method }) => method === 'GET')
  const writes = steps.filter(({ method }) => method !== 'GET')
  return (
    <>
      {reads.length > 0 && (
        <details className="raw">
          <summary>First, {plural(reads.length, 'read')} to look up the ids</summary>
          <ol className="plan-steps">
            {reads.map(step => (
              <Step key={step.id} step={step} />
            ))}
          </ol>
        </details>
      )}
      <p className="hint plan-ids">
        <code>{'{role}'}</code> and <code>{'{"use":"role"}'}</code> stand for ids that the reads find.
      </p>
      <ol className="plan-steps" data-testid="plan-steps">
        {writes.map(step => (
          <Step key={step.id} step={step} />
        ))}
      </ol>
    </>
  )
}

function Step({ step: { method, path, title, body } }: { step: PlanStep }) {
  return (
    <li>
      <p className="plan-title">
        <Words text={title} />
      </p>
      <p className="plan-request">
        <code>
          <b className={`method method-${method}`}>{method}</b> {path}
        </code>
        {body !== undefined && <code className="plan-body">{JSON.stringify(body)}</code>}
      </p>
    </li>
  )
}
