import type { Mode } from 'orgate/check'
import { Segmented } from '../ui/Segmented'

const modes = [
  { value: 'intersection', label: 'intersection' },
  { value: 'token', label: 'token' },
  { value: 'template', label: 'template' },
] as const

const words: Record<Mode, string> = {
  intersection: 'What the token carries and the template still grants. The default with a template.',
  token: 'What the token carries, and nothing else.',
  template: "What the roles hold in today's template. Needs the roles.",
}

export function ModePicker({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }) {
  return (
    <div className="mode">
      <Segmented<Mode> label="Mode" value={mode} options={modes} onChange={onMode} />
      <p className="hint">{words[mode]}</p>
    </div>
  )
}
