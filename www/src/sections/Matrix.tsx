import type { Grant } from 'orgate/check'
import { Fragment, type KeyboardEvent } from 'react'
import {
  descriptionOf,
  holds,
  nameOf,
  type PermissionEntry,
  type RoleEntry,
  sampleTemplate,
  type TemplateDocument,
} from '../lib/document'
import { type Place, placeKey } from '../lib/place'
import type { Effect } from '../state/effect'

interface Props {
  template: TemplateDocument
  grant: Grant | undefined
  effect: Effect
  onToggle: (role: RoleEntry, permission: string, resource?: string) => void
  onUndo: () => void
  onRedo: () => void
}

export function Matrix({ template, grant, effect, onToggle, onUndo, onRedo }: Props) {
  const { roles, permissions, resources = [] } = template
  const groups = [
    { title: 'Organization', resource: undefined, permissions },
    ...resources.map(({ indicator, name, permissions }) => ({
      title: name ?? indicator,
      resource: indicator,
      permissions,
    })),
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <section className="matrix-scroll" tabIndex={0} aria-label="Roles and permissions">
      <table className="matrix" onKeyDown={event => moveFocus(event) || undo(event, onUndo, onRedo)}>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {roles.map(role => (
              <th
                key={role.name}
                scope="col"
                className={isTheirs(grant, role) ? 'is-theirs' : ''}
                title={role.description}
                {...findable({ kind: 'role', name: role.name })}
              >
                {role.name}
                {role.type === 'MachineToMachine' && <span className="role-type">machine</span>}
                {isTheirs(grant, role) && <span className="visually-hidden"> (theirs)</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map(({ title, resource, permissions }) => (
            <Fragment key={resource ?? ''}>
              <tr className="matrix-group">
                <th
                  scope="rowgroup"
                  colSpan={roles.length + 1}
                  {...(resource !== undefined && findable({ kind: 'resource', name: resource }))}
                >
                  <span>{title}</span>
                </th>
              </tr>
              {permissions.map(entry => (
                <tr key={nameOf(entry)} className={rowClass(nameOf(entry), resource, effect)}>
                  <th
                    scope="row"
                    title={descriptionOf(entry)}
                    {...findable({ kind: 'permission', name: nameOf(entry), resource })}
                  >
                    <span className={dotClass(nameOf(entry), resource, grant)} />
                    {nameOf(entry)}
                  </th>
                  {roles.map(role => (
                    <Cell
                      key={role.name}
                      {...{ role, entry, resource, onToggle }}
                      theirs={isTheirs(grant, role)}
                    />
                  ))}
                </tr>
              ))}
            </Fragment>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface CellProps {
  role: RoleEntry
  entry: PermissionEntry
  resource: string | undefined
  theirs: boolean
  onToggle: Props['onToggle']
}

function Cell({ role, entry, resource, theirs, onToggle }: CellProps) {
  const permission = nameOf(entry)
  const checked = holds(role, permission, resource)
  const before = sampleTemplate.roles.find(({ name }) => name === role.name)
  const changed = !before || holds(before, permission, resource) !== checked
  return (
    <td className={`${theirs ? 'is-theirs' : ''} ${changed ? 'is-changed' : ''}`}>
      <input
        type="checkbox"
        aria-label={`${role.name}: ${permission}${changed ? ' (changed)' : ''}`}
        checked={checked}
        onChange={() => onToggle(role, permission, resource)}
      />
    </td>
  )
}

/** Whoever follows a finding of lint arrives here. */
const findable = (place: Place) => ({ tabIndex: -1, 'data-place': placeKey(place) })

const isTheirs = (grant: Grant | undefined, role: RoleEntry): boolean =>
  grant?.roles?.includes(role.name) ?? false

function rowClass(permission: string, resource: string | undefined, { gained, lost }: Effect): string {
  if (resource !== undefined) return ''
  return gained.includes(permission) ? 'is-gained' : lost.includes(permission) ? 'is-lost' : ''
}

const dotClass = (permission: string, resource: string | undefined, grant: Grant | undefined): string =>
  resource === undefined && grant?.can(permission) ? 'dot dot-held' : 'dot'

const moves: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** Beside Tab, the arrow keys walk the cells. Answers whether there was somewhere to go. */
function moveFocus(event: KeyboardEvent<HTMLTableElement>): boolean {
  const move = moves[event.key]
  const cell = event.target instanceof Element ? event.target.closest('td') : null
  if (!move || !cell) return false
  const [down, right] = move
  const rows = [...event.currentTarget.querySelectorAll('tr')].filter(row => row.querySelector('input'))
  const row = rows[rows.findIndex(({ cells }) => [...cells].includes(cell)) + down]
  const next = row?.cells[cell.cellIndex + right]?.querySelector('input')
  if (!next) return false
  event.preventDefault()
  next.focus()
  return true
}

function undo(event: KeyboardEvent, onUndo: () => void, onRedo: () => void) {
  const { key, ctrlKey, metaKey, shiftKey } = event
  if (!ctrlKey && !metaKey) return
  const isRedo = key.toLowerCase() === 'y' || (key === 'Z' && shiftKey)
  if (!isRedo && key !== 'z') return
  event.preventDefault()
  if (isRedo) onRedo()
  else onUndo()
}
