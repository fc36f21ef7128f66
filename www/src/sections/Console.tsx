import { can, type Grant } from 'orgate/check'
import { type ReactNode, useState } from 'react'
import { subjects } from '../lib/cast'
import { inviteUser, type Route, readReports, removeUser } from '../lib/routes'

interface Props {
  grant: Grant | undefined
  organization: string
  onCall: (route: Route) => void
}

/** A sample application. Every button below asks `can`, and nothing else decides. */
export function Console({ grant, organization, onCall }: Props) {
  const [note, setNote] = useState('')
  const act = (permission: string) =>
    setNote(`${permission}: allowed here. The example worker has no route for it.`)
  const others = subjects.filter(({ id, memberships }) => id !== grant?.subject && memberships[organization])
  const run = (route: Route) => {
    setNote('')
    onCall(route)
  }
  return (
    <div className="console" data-testid="console">
      <div className="console-bar">
        <span className="console-title">{organization || 'no organization'} console</span>
        <span className="console-user">{grant?.subject ?? 'not signed in'}</span>
      </div>
      <div className="console-body">
        <div className="console-actions">
          <Gated grant={grant} permission="read:reports" onClick={() => run(readReports)}>
            Open reports
          </Gated>
          <Gated grant={grant} permission="export:reports" onClick={() => act('export:reports')}>
            Export
          </Gated>
          <Gated grant={grant} permission="manage:billing" onClick={() => act('manage:billing')}>
            Change plan
          </Gated>
          <Gated grant={grant} permission="invite:users" onClick={() => run(inviteUser)} primary>
            Invite
          </Gated>
        </div>
        <ul className="console-people">
          {others.map(({ id, name, memberships }) => (
            <li key={id}>
              <span className="avatar" aria-hidden="true">
                {name.slice(0, 1)}
              </span>
              <span>
                {name}
                <span className="hint">{memberships[organization]?.join(', ') || 'no roles'}</span>
              </span>
              <Gated
                grant={grant}
                permission="remove:users"
                onClick={() => run(removeUser(id))}
                subject={name}
              >
                Remove
              </Gated>
            </li>
          ))}
        </ul>
        <div className="console-danger">
          <span className="hint" aria-live="polite">
            {note || 'Greyed out: the grant does not hold it.'}
          </span>
          <Gated
            grant={grant}
            permission="delete:organization"
            onClick={() => act('delete:organization')}
            danger
          >
            Delete organization
          </Gated>
        </div>
      </div>
    </div>
  )
}

interface GatedProps {
  grant: Grant | undefined
  permission: string
  onClick: () => void
  primary?: boolean
  danger?: boolean
  /** Whom the button is about, for those who hear it without seeing the row. */
  subject?: string
  children: ReactNode
}

function Gated({ grant, permission, onClick, primary, danger, subject, children }: GatedProps) {
  const allowed = grant !== undefined && can(grant, permission)
  return (
    <button
      type="button"
      className={primary ? 'primary' : danger ? 'danger' : ''}
      disabled={!allowed}
      title={`${permission}: ${allowed ? 'granted' : 'not granted'}`}
      aria-label={subject && `${String(children)} ${subject}`}
      data-permission={permission}
      onClick={onClick}
    >
      {children}
    </button>
  )
}
