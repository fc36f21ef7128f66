import type { Mode } from 'orgate/check'
import { organizations, type Subject, subjectById, subjects } from '../lib/cast'
import { all } from '../lib/format'
import { type Tamper, tampers } from '../lib/token'
import type { Pasted, Who } from '../state/who'
import { Section } from '../ui/Section'
import { Segmented } from '../ui/Segmented'
import { Switch } from '../ui/Switch'
import { ModePicker } from './ModePicker'
import { PasteForm } from './PasteForm'

interface Props {
  who: Who
  mode: Mode
  onChange: (part: Partial<Who>) => void
  onPaste: (part: Partial<Pasted>) => void
  onPasteOwn: () => void
  onMode: (mode: Mode) => void
}

const sources = [
  { value: 'sample', label: 'Sample people' },
  { value: 'pasted', label: 'Your own token' },
] as const

export function WhoSection({ who, mode, onChange, onPaste, onPasteOwn, onMode }: Props) {
  const choose = (source: Who['source']) => (source === 'sample' ? onChange({ source }) : onPasteOwn())
  return (
    <Section number={1} title="Who asks" className="who">
      <Segmented label="Token from" quiet value={who.source} options={sources} onChange={choose} />
      {who.source === 'sample' ? (
        <SampleForm who={who} onChange={onChange} />
      ) : (
        <PasteForm pasted={who.pasted} onPaste={onPaste} />
      )}
      <hr />
      <ModePicker mode={mode} onMode={onMode} />
    </Section>
  )
}

function SampleForm({ who, onChange }: Pick<Props, 'who' | 'onChange'>) {
  const roles = subjectById(who.subject)?.memberships[who.organization]
  const places = organizations.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <Segmented
        label="Organization"
        value={who.organization}
        options={places}
        onChange={organization => onChange({ organization })}
      />
      <fieldset>
        <legend className="label">Subject</legend>
        <div className="people">
          {subjects.map(subject => (
            <label key={subject.id} className="person">
              <input
                type="radio"
                name="subject"
                value={subject.id}
                checked={subject.id === who.subject}
                onChange={() => onChange({ subject: subject.id })}
              />
              <span className="person-name">{subject.name}</span>
              <span className="person-roles">{describe(subject, who.organization)}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div className="field">
        <label className="label" htmlFor="tamper">
          Token
        </label>
        <div className="field-row">
          <select
            id="tamper"
            value={who.tamper}
            onChange={event => onChange({ tamper: event.target.value as Tamper })}
          >
            {tampers.map(({ id, label }) => (
              <option key={id} value={id}>
                {label}
              </option>
            ))}
          </select>
          <button type="button" onClick={() => onChange({ turn: who.turn + 1 })}>
            New token
          </button>
        </div>
      </div>
      <Switch
        label="Roles are known"
        checked={who.rolesKnown}
        onChange={rolesKnown => onChange({ rolesKnown })}
      >
        {who.rolesKnown ? known(roles) : 'An organization token names permissions, not roles.'}
      </Switch>
    </>
  )
}

const known = (roles: readonly string[] | undefined): string => {
  if (!roles) return 'The directory knows no membership here.'
  return roles.length > 0 ? `The directory says: ${all(roles)}.` : 'The directory says: no roles.'
}

function describe({ memberships, principal }: Subject, organization: string): string {
  const roles = memberships[organization]
  if (!roles) return 'not a member'
  const held = roles.length > 0 ? roles.join(' + ') : 'no roles'
  return principal === 'MachineToMachine' ? `${held} · machine` : held
}
