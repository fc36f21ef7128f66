import { countEffects, effectWord } from '../lib/changes'
import type { Desk, Workbench } from '../state/workbench'
import { Section } from '../ui/Section'
import { Words } from '../ui/Words'
import { Changes } from './Changes'
import { Lint } from './Lint'

interface Props {
  desk: Desk
  workbench: Workbench
}

/** What was changed since the template was deployed, and what lint says of what it is now. */
export function ReviewSection({ desk, workbench }: Props) {
  const { diff, done } = desk
  return (
    <div className="row row-review">
      <Section
        number={5}
        title="What you changed"
        lead="The deployed template and yours, compared by meaning: order and formatting do not count."
        className="review"
      >
        <p className="visually-hidden" aria-live="polite">
          {countEffects(diff.changes)
            .map(({ effect, count }) => `${count} ${effectWord(effect)}`)
            .join(', ') || 'Nothing is changed'}
        </p>
        {diff.changes.length === 0 ? <Nothing workbench={workbench} /> : <Changes diff={diff} />}
        {done.length > 0 && (
          <details className="raw">
            <summary>Your edits, one by one ({done.length})</summary>
            <ol className="edits">
              {done.map(({ id, label, changes }) => (
                <li key={id}>
                  <Words text={label} />
                  <span className="hint">
                    {changes.length === 1 ? '1 change' : `${changes.length} changes`}
                  </span>
                </li>
              ))}
            </ol>
          </details>
        )}
      </Section>
      <Section
        number={6}
        title="What lint says"
        lead="Of the template as it is now. Advice, not rules: a finding that is fine here can be turned off, with a reason."
        className="lint"
      >
        <Lint desk={desk} workbench={workbench} />
      </Section>
    </div>
  )
}

/** So that there is something to look at. */
const examples = [
  {
    label: 'Take `manage:billing` from `admin`',
    done: 'Took `manage:billing` from `admin`',
    operations: [{ op: 'revokePermission', organizationRole: 'admin', permission: 'manage:billing' }],
  },
  {
    label: 'Let `viewer` export reports',
    done: 'Gave `export:reports` to `viewer`',
    operations: [{ op: 'grantPermission', organizationRole: 'viewer', permission: 'export:reports' }],
  },
  {
    label: 'Delete the role `billing`',
    done: 'Deleted the role `billing`',
    operations: [{ op: 'deleteOrganizationRole', name: 'billing' }],
  },
] as const

function Nothing({ workbench }: { workbench: Workbench }) {
  return (
    <div className="empty">
      <p>Nothing is changed. Turn over a cell of the matrix, edit the JSON below it, or try one of these:</p>
      <div className="examples">
        {examples.map(({ label, done, operations }) => (
          <button key={label} type="button" onClick={() => workbench.apply(done, operations)}>
            <Words text={label} />
          </button>
        ))}
      </div>
    </div>
  )
}
