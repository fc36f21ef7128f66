import type { Grant } from 'orgate/check'
import { holds, type RoleEntry } from '../lib/document'
import type { Effect } from '../state/effect'
import type { Outcome } from '../state/outcome'
import type { Desk, Workbench } from '../state/workbench'
import { ofTemplate, Problems } from '../ui/Problems'
import { Section } from '../ui/Section'
import { Words } from '../ui/Words'
import { Matrix } from './Matrix'
import { TemplateJson } from './TemplateJson'
import { UndoButtons } from './UndoButtons'

interface Props {
  desk: Desk
  workbench: Workbench
  outcome: Outcome
  effect: Effect
}

export function MatrixSection({ desk, workbench, outcome, effect }: Props) {
  const { template, refusal } = desk
  const edited = desk.diff.changes.length > 0
  const grant = outcome.state === 'verified' ? outcome.grant : undefined
  const warnings = outcome.state === 'verified' ? outcome.gate.warnings : []
  return (
    <Section
      number={4}
      title="The organization template"
      lead="Roles and their permissions, the same for every organization. Change a cell and watch the grant."
      className="template"
      aside={<UndoButtons desk={desk} workbench={workbench} />}
    >
      <p className="effect" aria-live="polite" data-testid="effect">
        <EffectText edited={edited} grant={grant} effect={effect} />
      </p>
      <Matrix
        template={template}
        grant={grant}
        effect={effect}
        onToggle={(role, permission, resource) => toggle(workbench, role, permission, resource)}
        onUndo={() => workbench.undo()}
        onRedo={() => workbench.redo()}
      />
      {refusal && (
        <p className="problems" role="alert">
          <Words text={refusal.message} /> <code>{refusal.code}</code>
        </p>
      )}
      <Problems list={ofTemplate(warnings)} warning />
      <TemplateJson
        template={template}
        onTemplate={edited => workbench.replace('Edited as JSON', edited, { kind: 'json' })}
      />
    </Section>
  )
}

function toggle(workbench: Workbench, role: RoleEntry, permission: string, resource: string | undefined) {
  const held = holds(role, permission, resource)
  const label = held
    ? `Took \`${permission}\` from \`${role.name}\``
    : `Gave \`${permission}\` to \`${role.name}\``
  workbench.apply(label, {
    op: held ? 'revokePermission' : 'grantPermission',
    organizationRole: role.name,
    permission,
    ...(resource !== undefined && { resource }),
  })
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
