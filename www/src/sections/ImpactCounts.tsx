import type { Impact, PermissionImpact } from 'orgate/policy'
import { plural } from '../lib/format'
import { Mark } from '../ui/Mark'
import type { Filter } from './ImpactList'

interface Props {
  impact: Impact
  onWho: (filter: Filter) => void
}

const sides = [
  { effect: 'lose', mark: '-', title: 'Lose something' },
  { effect: 'gain', mark: '+', title: 'Gain something' },
] as const

/** How many, all together and then permission by permission. Losses come first: they are what somebody notices. */
export function ImpactCounts({ impact, onWho }: Props) {
  return (
    <>
      <dl className="totals">
        {sides.map(({ effect, title }) => (
          <div key={effect} className={`total total-${effect}`}>
            <dt>{title}</dt>
            <dd>
              <Total impact={impact} effect={effect} />
            </dd>
          </div>
        ))}
      </dl>
      <ul className="reach" data-testid="reach">
        {sides.flatMap(({ effect, mark }) =>
          impact.permissions
            .filter(entry => entry[effect].roles > 0)
            .map(entry => (
              <li key={effect + entry.resource + entry.permission}>
                <Mark mark={mark} />
                <span className="reach-text">
                  {sentence(entry, effect)} <code>{entry.permission}</code>
                  {entry.resource !== undefined && <span className="hint">of {entry.resource}</span>}
                </span>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Who? ${effect} ${entry.permission}`}
                  onClick={() => onWho(filterOf(entry, effect))}
                >
                  Who?
                </button>
              </li>
            )),
        )}
      </ul>
    </>
  )
}

function Total({ impact, effect }: { impact: Impact; effect: 'gain' | 'lose' }) {
  const members = impact.users[effect] + impact.applications[effect]
  if (members === 0) return <b>Nobody</b>
  return (
    <>
      <b>{plural(members, 'member')}</b>
      <span className="hint">
        in {plural(impact.organizations[effect], 'organization')},{' '}
        {plural(impact.memberships[effect], 'membership')}
      </span>
    </>
  )
}

/** 3 roles, 87 organizations, 1,240 members lose */
function sentence(entry: PermissionImpact, effect: 'gain' | 'lose'): string {
  const { roles, organizations, principals } = entry[effect]
  const who = [
    plural(roles, 'role'),
    ...(organizations > 0 ? [plural(organizations, 'organization')] : []),
    principals > 0 ? plural(principals, 'member') : 'no member',
  ]
  return `${who.join(', ')} ${effect}`
}

const filterOf = ({ permission, resource }: PermissionImpact, effect: 'gain' | 'lose'): Filter => ({
  permission: { permission, ...(resource !== undefined && { resource }) },
  effect,
})
