import type { PermissionRef } from 'orgate/policy'
import { useState } from 'react'
import type { Size } from '../lib/directory'
import type { By, Touched } from '../lib/directory-protocol'
import { plural } from '../lib/format'
import { useAnswer } from '../state/directory'
import { Mark } from '../ui/Mark'
import { Segmented } from '../ui/Segmented'

/** Only who gains, or only who loses, one permission. */
export interface Filter {
  readonly permission: PermissionRef
  readonly effect: 'gain' | 'lose'
}

interface Props {
  size: Size
  template: string
  filter: Filter | undefined
  onFilter: (filter: Filter | undefined) => void
}

const groupings = [
  { value: 'organization', label: 'Organizations' },
  { value: 'principal', label: 'Members' },
  { value: 'membership', label: 'Memberships' },
  { value: 'role', label: 'Roles' },
] as const

const PAGE = 8

/** Everybody by name, a page at a time. Asked for when it is opened, not before. */
export function ImpactList({ size, template, filter, onFilter }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  const [by, setBy] = useState<By>('organization')
  const subject = JSON.stringify([size, template, filter, by])
  const [page, setPage] = useState({ subject, limit: PAGE })
  const limit = page.subject === subject ? page.limit : PAGE
  const shown = isOpen || filter !== undefined
  // One more than is shown says whether there are more.
  const options = { by, limit: limit + 1, ...filter }
  const { answer, pending } = useAnswer(
    shown ? ({ ask: 'list', size, template, options } as const) : undefined,
  )
  const entries = answer.state === 'ready' ? answer.value : []
  return (
    <details
      className="raw"
      open={shown}
      onToggle={event => {
        setIsOpen(event.currentTarget.open)
        if (!event.currentTarget.open) onFilter(undefined)
      }}
    >
      <summary>Who exactly</summary>
      <Segmented<By> label="By" quiet value={by} options={groupings} onChange={setBy} />
      {filter && (
        <p className="filter">
          Only who {filter.effect === 'gain' ? 'gains' : 'loses'} <code>{filter.permission.permission}</code>{' '}
          <button type="button" className="quiet" onClick={() => onFilter(undefined)}>
            Show all
          </button>
        </p>
      )}
      {answer.state === 'failed' && <p className="problems">{answer.failure.message}</p>}
      <ul className="touched" data-testid="touched" aria-busy={pending}>
        {entries.slice(0, limit).map(entry => (
          <Entry key={keyOf(entry)} entry={entry} />
        ))}
      </ul>
      {answer.state === 'ready' && entries.length === 0 && <p className="hint">Nobody.</p>}
      {entries.length > limit && (
        <button type="button" onClick={() => setPage({ subject, limit: limit + PAGE * 3 })}>
          Show more
        </button>
      )}
    </details>
  )
}

function Entry({ entry }: { entry: Touched }) {
  const { name, about } = describe(entry)
  return (
    <li>
      <span className="touched-who">
        <code>{name}</code>
        {about && <span className="hint">{about}</span>}
      </span>
      <span className="touched-what">
        {entry.lost.map(permission => (
          <Name key={`-${permission.resource}${permission.permission}`} mark="-" {...permission} />
        ))}
        {entry.gained.map(permission => (
          <Name key={`+${permission.resource}${permission.permission}`} mark="+" {...permission} />
        ))}
      </span>
    </li>
  )
}

function Name({ mark, permission, resource }: PermissionRef & { mark: '+' | '-' }) {
  return (
    <span className="touched-name" title={resource}>
      <Mark mark={mark} />
      <code>{permission}</code>
    </span>
  )
}

function describe(entry: Touched): { name: string; about: string } {
  if ('assignments' in entry) {
    const name = entry.organizationRole ?? entry.globalRole
    return { name, about: `held ${plural(entry.assignments, 'time')}` }
  }
  if ('members' in entry) return { name: entry.organization, about: plural(entry.members, 'member') }
  const name = entry.user ?? entry.application
  const kind = entry.application === undefined ? '' : 'application, '
  if ('organizations' in entry) {
    return { name, about: `${kind}in ${plural(entry.organizations, 'organization')}` }
  }
  return { name, about: `${kind}in ${entry.organization ?? 'no organization'}` }
}

/** What identifies it: everything but what it says. */
function keyOf({ gained: _gained, lost: _lost, ...rest }: Touched): string {
  return JSON.stringify(rest)
}
