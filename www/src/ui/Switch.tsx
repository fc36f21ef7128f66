import type { ReactNode } from 'react'

interface Props {
  label: string
  checked: boolean
  disabled?: boolean
  onChange: (checked: boolean) => void
  children?: ReactNode
}

export function Switch({ label, checked, disabled = false, onChange, children }: Props) {
  return (
    <label className="switch">
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        aria-checked={checked}
        disabled={disabled}
        onChange={event => onChange(event.target.checked)}
      />
      <span className="switch-text">
        <span className="switch-label">{label}</span>
        {children && <span className="hint">{children}</span>}
      </span>
    </label>
  )
}
