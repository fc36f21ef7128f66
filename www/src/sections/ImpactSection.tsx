import type { Impact, PermissionImpact } from 'orgate/policy'
import { useState } from 'react'
import { type Size, sizes } from '../lib/directory'
import type { Measured } from '../lib/directory-protocol'
import { duration, grouped, plural } from '../lib/format'
import type { Loaded } from '../state/issuer'
import { Section } from '../ui/Section'
import { Segmented } from '../ui/Segmented'
import { ImpactCounts } from './ImpactCounts'
import { type Filter, ImpactList } from './ImpactList'

interface Props {
  size: Size
  /** The edited template, as JSON text. */
  template: string
  answer: Loaded<Measured>
  pending: boolean
  onSize: (size: Size) => void
}

const options = sizes.map(size => ({ value: String(size), label: grouped(size) }))

/** Whom an edit touches, before it is made anywhere. The organizations are made up, and held by a worker. */
export function ImpactSection({ size, template, answer, pending, onSize }: Props) {
  const [filter, setFilter] = useState<Filter>()
  const measured = answer.state === 'ready' && answer.value.size === size ? answer.value : undefined
  return (
    <Section
      number={7}
      title="Whom it touches"
      lead="Who would gain and who would lose, in organizations made up for this page."
      className="impact"
    >
      <Segmented
        label="Sample organizations"
        value={String(size)}
        options={options}
        onChange={value => onSize(sizes.find(known => String(known) === value) ?? 3)}
      />
      <p className="visually-hidden" aria-live="polite">
        {measured && !pending && summary(measured.impact)}
      </p>
      <div aria-busy={pending} data-testid="impact" data-pending={pending}>
        {answer.state === 'failed' && (
          <p className="problems">
            {answer.failure.message} <code>{answer.failure.code}</code>
          </p>
        )}
        {answer.state !== 'failed' && !measured && (
          <p className="empty">
            Making {plural(size, 'organization')} in a worker. The page can be used meanwhile.
          </p>
        )}
        {measured && <Answer {...{ measured, template, filter }} onFilter={setFilter} />}
      </div>
    </Section>
  )
}

interface AnswerProps {
  measured: Measured
  template: string
  filter: Filter | undefined
  onFilter: (filter: Filter | undefined) => void
}

function Answer({ measured, template, filter, onFilter }: AnswerProps) {
  const { size, counts, impact, loading, looking } = measured
  const isEmpty = impact.permissions.length === 0
  // After another edit it may be of somebody whom nothing touches any more.
  const current = filter && impact.permissions.some(entry => isOf(entry, filter)) ? filter : undefined
  return (
    <>
      {isEmpty ? (
        <p className="empty">Nobody gains or loses anything.</p>
      ) : (
        <ImpactCounts impact={impact} onWho={onFilter} />
      )}
      <p className="hint timing" data-testid="timing">
        {isEmpty ? 'Looking took' : 'Counting took'} <b>{duration(looking)}</b>, over{' '}
        {plural(counts.memberships, 'membership')} of {plural(counts.users, 'user')} and{' '}
        {plural(counts.applications, 'application')}. Reading the organizations took {duration(loading)},
        once.
      </p>
      {!isEmpty && <ImpactList {...{ size, template }} filter={current} onFilter={onFilter} />}
    </>
  )
}

const summary = ({ users, applications }: Impact): string =>
  `${plural(users.lose + applications.lose, 'member')} lose and ${plural(users.gain + applications.gain, 'member')} gain something`

const isOf = (entry: PermissionImpact, { permission, effect }: Filter): boolean =>
  entry.permission === permission.permission &&
  entry.resource === permission.resource &&
  entry[effect].roles > 0
