import { useId } from 'react'

interface Props<T extends string> {
  label: string
  /** The label is read out but not shown. */
  quiet?: boolean
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

/** A radio group that looks like one control: arrow keys come with it. */
export function Segmented<T extends string>({ label, quiet = false, value, options, onChange }: Props<T>) {
  const name = useId()
  return (
    <fieldset className="segmented">
      <legend className={quiet ? 'visually-hidden' : 'label'}>{label}</legend>
      <div className="segmented-track">
        {options.map(option => (
          <label key={option.value}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
