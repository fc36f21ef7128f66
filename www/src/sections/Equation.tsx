import { Fragment } from 'react'
import type { TemplateDocument } from '../lib/document'
import { either } from '../lib/format'
import { decode } from '../lib/token'
import type { Verified } from '../state/outcome'
import { OrGate } from '../ui/marks'

interface Term {
  label: string
  count: number
  /** Roles are a union: several of them meet in an OR gate. */
  union: boolean
}

/** How the mode came to this grant: what the token carries, and what the roles or the template say to it. */
export function Equation({ outcome, template }: { outcome: Verified; template: TemplateDocument }) {
  const { grant } = outcome
  return (
    <p className="equation">
      {terms(outcome, template).map(({ label, count, union }, index) => (
        <Fragment key={label}>
          {index > 0 && (
            <span className="operator">
              <span aria-hidden="true">∩</span>
              <span className="visually-hidden">and of those</span>
            </span>
          )}
          <span className="term">
            {union && <OrGate />}
            {label} <b>{count}</b>
          </span>
        </Fragment>
      ))}
      <span className="operator">=</span>
      <span className="term term-sum">
        held <b>{grant.permissions.length}</b>
      </span>
    </p>
  )
}

function terms({ grant, gate, token }: Verified, template: TemplateDocument): Term[] {
  const { mode, roles, organization, principal } = grant
  const scope = decode(token)?.claims.scope
  const carried = typeof scope === 'string' ? new Set(scope.split(' ').filter(Boolean)).size : 0
  const byToken = { label: 'token carries', count: carried, union: false }
  if (mode === 'token') return [byToken]
  if (!roles) return [byToken, { label: 'template has', count: template.permissions.length, union: false }]
  const { permissions } = gate.resolve({ organization, roles, principal })
  const label =
    roles.length === 0 ? 'no role grants' : `${either(roles)} ${roles.length > 1 ? 'grant' : 'grants'}`
  const byRoles = { label, count: permissions.length, union: roles.length > 1 }
  return mode === 'template' ? [byRoles] : [byToken, byRoles]
}
