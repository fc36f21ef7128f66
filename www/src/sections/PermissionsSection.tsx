import type { Grant } from 'orgate/check'
import { descriptionOf, nameOf, type PermissionEntry, type TemplateDocument } from '../lib/document'
import type { Effect } from '../state/effect'
import type { Outcome, Verified } from '../state/outcome'
import { Dash, Tick } from '../ui/marks'
import { Section } from '../ui/Section'
import { Words } from '../ui/Words'
import { Equation } from './Equation'
import { WhatIf } from './WhatIf'

interface Props {
  outcome: Outcome
  template: TemplateDocument
  effect: Effect
}

export function PermissionsSection({ outcome, effect, ...props }: Props) {
  const verified = outcome.state === 'verified' ? outcome : undefined
  // While a newer one is verified, what is known is of the one before.
  const template = verified?.template ?? props.template
  const count = verified?.grant.permissions.length ?? 0
  return (
    <Section
      number={3}
      title="What is held, and why"
      lead={
        <>
          Each permission of the template, in the words of <code>gate.explain</code>.
        </>
      }
      className="permissions"
      aside={
        <span className="tally" data-testid="tally">
          <b>{count}</b> of {template.permissions.length}
        </span>
      }
    >
      {verified && <Equation outcome={verified} template={template} />}
      <ul className="permission-list">
        {template.permissions.map(entry => (
          <Row key={nameOf(entry)} entry={entry} outcome={verified} effect={effect} />
        ))}
        {verified &&
          strangers(verified.grant, template).map(name => (
            <Row key={name} entry={name} outcome={verified} effect={effect} />
          ))}
      </ul>
      {verified && <WhatIf gate={verified.gate} grant={verified.grant} template={template} />}
    </Section>
  )
}

/** In mode `token` a token may carry names that the template does not have. */
const strangers = (grant: Grant, template: TemplateDocument): string[] => {
  const known = new Set(template.permissions.map(nameOf))
  return grant.permissions.filter(permission => !known.has(permission))
}

interface RowProps {
  entry: PermissionEntry
  outcome: Verified | undefined
  effect: Effect
}

function Row({ entry, outcome, effect }: RowProps) {
  const name = nameOf(entry)
  const explanation = outcome?.gate.explain(outcome.grant, name)
  const allowed = explanation?.allowed ?? false
  const change = effect.gained.includes(name) ? 'gained' : effect.lost.includes(name) ? 'lost' : undefined
  return (
    <li className={`permission ${allowed ? 'is-held' : 'is-not'}`} data-permission={name}>
      <span className="permission-mark">
        {allowed ? <Tick /> : <Dash />}
        <span className="visually-hidden">{allowed ? 'Held' : 'Not held'}: </span>
      </span>
      <div>
        <p className="permission-name" title={descriptionOf(entry)}>
          <code>{name}</code>
          {change && <span className={`badge badge-${change}`}>{change}</span>}
        </p>
        <p className="permission-why">
          {explanation ? (
            <Words text={explanation.message} names={explanation.rolesThatGrant} />
          ) : (
            'Denied: there is no grant'
          )}
        </p>
      </div>
      <code className="permission-code">{explanation?.code}</code>
    </li>
  )
}
