import type { TemplateVersion } from 'orgate/policy'
import { useMemo, useState } from 'react'
import type { Desk, Workbench } from '../state/workbench'
import { Section } from '../ui/Section'
import { Changes } from './Changes'

interface Props {
  desk: Desk
  workbench: Workbench
}

/** Names a version can never have: it is what is on the screen. */
const NOW = ''

export function VersionsSection({ desk, workbench }: Props) {
  const [note, setNote] = useState('')
  const [answer, setAnswer] = useState('')
  const { versions } = desk
  const keep = () => {
    const kept = workbench.keep(note)
    setAnswer(kept ? '' : `Nothing to keep: it is the same as version ${versions.at(-1)?.version}.`)
    if (kept) setNote('')
  }
  return (
    <Section
      number={9}
      title="Versions"
      lead="For those who do not keep the template in git: keep what you have, compare, go back."
      className="versions"
    >
      <form
        className="keep"
        onSubmit={event => {
          event.preventDefault()
          keep()
        }}
      >
        <input
          type="text"
          aria-label="Why this version?"
          placeholder="Why this version?"
          value={note}
          onChange={event => setNote(event.target.value)}
        />
        <button type="submit">Keep as a version</button>
      </form>
      <p className="hint" aria-live="polite">
        {answer}
      </p>
      <ol className="version-list" data-testid="versions">
        {versions.toReversed().map((entry, index) => (
          <Version
            key={entry.version}
            entry={entry}
            isLatest={index === 0}
            onRestore={() => workbench.restore(entry.version)}
          />
        ))}
      </ol>
      <Compare desk={desk} workbench={workbench} />
    </Section>
  )
}

interface VersionProps {
  entry: TemplateVersion
  isLatest: boolean
  onRestore: () => void
}

function Version({ entry: { version, note, at, hash }, isLatest, onRestore }: VersionProps) {
  return (
    <li>
      <span className="version-name">{version}</span>
      <span className="version-about">
        {note ?? 'No note'}
        <span className="hint">
          {at !== undefined &&
            `${new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })} · `}
          <span title={`The same hash means the same template: ${hash}`}>
            hash <code>{hash.slice(0, 8)}</code>
          </span>
          {isLatest && ' · latest'}
        </span>
      </span>
      <button
        type="button"
        className="quiet"
        aria-label={`Restore version ${version}`}
        title="Makes it the edited template, and the newest version"
        onClick={onRestore}
      >
        Restore
      </button>
    </li>
  )
}

function Compare({ desk, workbench }: Props) {
  const { versions } = desk
  const [chosen, setChosen] = useState<{ from?: string; to: string }>({ to: NOW })
  const from = chosen.from ?? versions.at(-1)?.version ?? ''
  const { to } = chosen
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is on the screen is what the desk shows
  const diff = useMemo(
    () => workbench.compare(from, to === NOW ? undefined : to),
    [workbench, desk, from, to],
  )
  const options = versions.map(({ version }) => ({ value: version, label: `version ${version}` }))
  return (
    <div className="compare">
      <div className="compare-choice">
        <Choice
          label="Compare"
          value={from}
          options={options}
          onChange={from => setChosen({ ...chosen, from })}
        />
        <Choice
          label="with"
          value={to}
          options={[{ value: NOW, label: 'what you have now' }, ...options]}
          onChange={to => setChosen({ ...chosen, from, to })}
        />
      </div>
      <div data-testid="compared">
        {diff.changes.length === 0 ? <p className="hint">They say the same.</p> : <Changes diff={diff} />}
      </div>
    </div>
  )
}

interface ChoiceProps {
  label: string
  value: string
  options: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={event => onChange(event.target.value)}>
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}
