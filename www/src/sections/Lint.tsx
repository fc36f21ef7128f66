import type { LintFinding, LintSuppression } from 'orgate/policy'
import { useState } from 'react'
import type { TemplateDocument } from '../lib/document'
import { placeOf, showPlace } from '../lib/place'
import type { Desk, Workbench } from '../state/workbench'
import { Words } from '../ui/Words'

interface Props {
  desk: Desk
  workbench: Workbench
}

const severityWords = { error: 'Error', warning: 'Warning', info: 'Note' }
const severities = ['error', 'warning', 'info'] as const

export function Lint({ desk: { template, lint }, workbench }: Props) {
  const findings = severities.flatMap(severity => lint.findings.filter(found => found.severity === severity))
  const set = (label: string, lintOff: readonly LintSuppression[]) =>
    workbench.apply(label, { op: 'updateTemplate', set: { lintOff } })
  const turnOff = (finding: LintFinding, reason: string) => {
    const name = placeOf(finding.pointer, template)?.name
    const entry = { rule: finding.rule, ...(name !== undefined && { name }), reason }
    set(`Turned off \`${finding.rule}\`${name === undefined ? '' : ` for \`${name}\``}`, [
      ...(template.lintOff ?? []),
      entry,
    ])
  }
  const turnOn = (gone: LintSuppression) =>
    set(
      `Turned on \`${gone.rule}\` again`,
      (template.lintOff ?? []).filter(entry => entry !== gone),
    )
  return (
    <>
      {findings.length === 0 && <p className="empty">Lint finds nothing.</p>}
      <ul className="findings" data-testid="findings">
        {findings.map(finding => (
          <Finding
            key={finding.rule + finding.pointer + finding.message}
            finding={finding}
            template={template}
            onOff={reason => turnOff(finding, reason)}
          />
        ))}
      </ul>
      {template.lintOff && template.lintOff.length > 0 && (
        <details className="raw" open>
          <summary>Turned off ({template.lintOff.length})</summary>
          <ul className="findings-off" data-testid="findings-off">
            {template.lintOff.map(entry => (
              <li key={JSON.stringify(entry)}>
                <span>
                  <code>{entry.rule}</code>
                  {entry.name !== undefined && (
                    <>
                      {' '}
                      for <code>{entry.name}</code>
                    </>
                  )}
                  <span className="hint">{entry.reason}</span>
                </span>
                <button
                  type="button"
                  className="quiet"
                  aria-label={`Turn on again: ${entry.rule} ${entry.name ?? ''}`}
                  onClick={() => turnOn(entry)}
                >
                  Turn on
                </button>
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  )
}

interface FindingProps {
  finding: LintFinding
  template: TemplateDocument
  onOff: (reason: string) => void
}

function Finding({ finding, template, onOff }: FindingProps) {
  const [asking, setAsking] = useState(false)
  const { rule, severity, pointer, message } = finding
  const place = placeOf(pointer, template)
  return (
    <li className={`finding finding-${severity}`}>
      <p className="finding-head">
        <span className={`badge badge-${severity}`}>{severityWords[severity]}</span>
        <code>{rule}</code>
      </p>
      <p className="finding-message">
        <Words text={message} />
      </p>
      <p className="finding-actions">
        <button
          type="button"
          className="quiet"
          title={place ? 'Show it in the matrix' : 'Show the JSON'}
          aria-label={`Show ${pointer || 'the template'}`}
          onClick={() => showPlace(place)}
        >
          Show <code>{pointer || 'the template'}</code>
        </button>
        {severity !== 'error' && !asking && (
          <button
            type="button"
            className="quiet"
            aria-label={`Turn off: ${rule} ${place?.name ?? ''}`}
            onClick={() => setAsking(true)}
          >
            Turn off…
          </button>
        )}
      </p>
      {asking && <ReasonForm rule={rule} onOff={onOff} onCancel={() => setAsking(false)} />}
    </li>
  )
}

interface ReasonProps {
  rule: string
  onOff: (reason: string) => void
  onCancel: () => void
}

function ReasonForm({ rule, onOff, onCancel }: ReasonProps) {
  const [reason, setReason] = useState('')
  return (
    <form
      className="reason"
      onSubmit={event => {
        event.preventDefault()
        if (reason.trim() !== '') onOff(reason.trim())
      }}
    >
      <input
        type="text"
        // biome-ignore lint/a11y/noAutofocus: the field appears because its button was pressed
        autoFocus
        required
        maxLength={256}
        aria-label={`Why is ${rule} fine here?`}
        placeholder="Why is it fine here?"
        value={reason}
        onChange={event => setReason(event.target.value)}
        onKeyDown={event => event.key === 'Escape' && onCancel()}
      />
      <button type="submit" disabled={reason.trim() === ''}>
        Turn off
      </button>
      <button type="button" className="quiet" onClick={onCancel}>
        Cancel
      </button>
    </form>
  )
}
