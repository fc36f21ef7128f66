import type { Pasted } from '../state/who'

interface Props {
  pasted: Pasted
  onPaste: (part: Partial<Pasted>) => void
}

const lines = [
  { name: 'issuer', label: 'Issuer', hint: 'https://tenant.logto.app/oidc' },
  { name: 'organization', label: 'Organization', hint: 'the organization you expect' },
  { name: 'roles', label: 'Roles, if you know them', hint: 'admin billing' },
] as const

const areas = [
  { name: 'token', label: 'Organization token', hint: 'eyJ…' },
  { name: 'keySet', label: 'Key set (JWKS)', hint: '{ "keys": [ … ] }' },
] as const

export function PasteForm({ pasted, onPaste }: Props) {
  return (
    <>
      {areas.map(({ name, label, hint }) => (
        <label key={name} className="field">
          <span className="label">{label}</span>
          <textarea
            rows={4}
            spellCheck={false}
            placeholder={hint}
            value={pasted[name]}
            onChange={event => onPaste({ [name]: event.target.value })}
          />
        </label>
      ))}
      {lines.map(({ name, label, hint }) => (
        <label key={name} className="field">
          <span className="label">{label}</span>
          <input
            type="text"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            placeholder={hint}
            value={pasted[name]}
            onChange={event => onPaste({ [name]: event.target.value })}
          />
        </label>
      ))}
      <p className="hint">Verified in this page. Only calling a route sends the token, to this server.</p>
    </>
  )
}
