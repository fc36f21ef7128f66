import type { Grant } from 'orgate/check'
import { sampleTemplate, type TemplateDocument, toggle } from '../lib/document'
import type { Effect } from '../state/effect'
import type { Outcome } from '../state/outcome'
import { ofTemplate, Problems } from '../ui/Problems'
import { Section } from '../ui/Section'
import { Matrix } from './Matrix'
import { TemplateJson } from './TemplateJson'

interface Props {
  template: TemplateDocument
  edited: boolean
  outcome: Outcome
  effect: Effect
  onTemplate: (template: TemplateDocument) => void
}

export function MatrixSection({ template, edited, outcome, effect, onTemplate }: Props) {
  const grant = outcome.state === 'verified' ? outcome.grant : undefined
  const warnings = outcome.state === 'verified' ? outcome.gate.warnings : []
  return (
    <Section
      number={4}
      title="The organization template"
      lead="Roles and their permissions, the same for every organization. Change a cell and watch the grant."
      className="template"
      aside={
        <button type="button" disabled={!edited} onClick={() => onTemplate(sampleTemplate)}>
          Reset
        </button>
      }
    >
      <p className="effect" aria-live="polite" data-testid="effect">
        <EffectText edited={edited} grant={grant} effect={effect} />
      </p>
      <Matrix
        template={template}
        grant={grant}
        effect={effect}
        onToggle={(role, permission, resource) => onTemplate(toggle(template, role, permission, resource))}
      />
      <Problems list={ofTemplate(warnings)} warning />
      <TemplateJson template={template} onTemplate={onTemplate} />
    </Section>
  )
}

interface EffectProps {
  edited: boolean
  grant: Grant | undefined
  effect: Effect
}

function EffectText({ edited, grant, effect }: EffectProps) {
  if (!edited) return <span className="hint">As deployed: nothing is changed.</span>
  if (!grant) return <span className="hint">Edited. There is no grant that it could change.</span>
  const { gained, lost } = effect
  if (gained.length + lost.length === 0) return <span className="hint">{whySame(grant)}</span>
  return (
    <>
      {gained.map(name => (
        <span key={name} className="badge badge-gained">
          gained <code>{name}</code>
        </span>
      ))}
      {lost.map(name => (
        <span key={name} className="badge badge-lost">
          lost <code>{name}</code>
        </span>
      ))}
    </>
  )
}

function whySame({ mode, roles }: Grant): string {
  if (mode === 'token') return 'Edited. This grant stays: mode token does not ask the template.'
  if (mode === 'template') return 'Edited. This grant stays: it does not concern these roles.'
  if (!roles) return 'Edited. This grant stays: without the roles, only a deleted permission is lost.'
  return 'Edited. This grant stays: what a role gains waits for a new token.'
}
