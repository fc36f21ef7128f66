import type { Theme } from '../state/theme'
import { Logo } from '../ui/marks'
import { Segmented } from '../ui/Segmented'

const themes = [
  { value: 'system', label: 'Auto' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export function Masthead({ theme, onTheme }: { theme: Theme; onTheme: (theme: Theme) => void }) {
  return (
    <>
      <div className="masthead">
        <span className="brand">
          <Logo />
          Orgate
          <span className="brand-where">playground</span>
        </span>
        <Segmented<Theme> label="Theme" quiet value={theme} options={themes} onChange={onTheme} />
      </div>
      <div className="intro">
        <h1>May this subject do this in this organization?</h1>
        <p>
          Orgate verifies an organization token, resolves the organization template and gives back a grant
          that a button or a worker can ask. All of it happens here, in this browser, with the package itself.
        </p>
      </div>
    </>
  )
}
