import type { Gate } from 'orgate'
import type { OrganizationGrant } from 'orgate/check'
import { nameOf, type TemplateDocument } from '../lib/document'
import { failureOf } from '../state/failure'
import { Dash, Tick } from '../ui/marks'

interface Props {
  gate: Gate
  grant: OrganizationGrant
  template: TemplateDocument
}

/** API resources have tokens of their own. What the roles would give there is asked with `gate.resolve`. */
export function WhatIf({ gate, grant, template }: Props) {
  const { roles, organization, principal } = grant
  const resources = template.resources ?? []
  if (resources.length === 0) return null
  return (
    <div className="what-if">
      {resources.map(({ indicator, name = indicator, permissions }) => (
        <div key={indicator}>
          <h3>{name}</h3>
          <p className="hint">
            An API resource: an organization token never carries its permissions.{' '}
            {roles
              ? 'What these roles would resolve to:'
              : 'With the roles known, this says what they would resolve to.'}
          </p>
          {roles && (
            <ul className="what-if-list">
              {permissions.map(nameOf).map(permission => (
                <li key={permission} className={held(indicator).includes(permission) ? 'is-held' : 'is-not'}>
                  {held(indicator).includes(permission) ? <Tick /> : <Dash />}
                  <span className="visually-hidden">
                    {held(indicator).includes(permission) ? 'Would be held: ' : 'Would not be held: '}
                  </span>
                  <code>{permission}</code>
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </div>
  )

  function held(resource: string): readonly string[] {
    try {
      return gate.resolve({ organization, resource, roles: roles ?? [], principal }).permissions
    } catch (error) {
      // The grant came from the same roles and template, so this is a bug worth seeing, not hiding.
      console.error(failureOf(error))
      return []
    }
  }
}
