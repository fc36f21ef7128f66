import { useMemo, useState } from 'react'
import type { Desk, Workbench } from '../state/workbench'
import { Code, pretty } from '../ui/Code'
import { Section } from '../ui/Section'
import { Segmented } from '../ui/Segmented'
import { Import } from './Import'

interface Props {
  desk: Desk
  workbench: Workbench
}

type Format = 'json' | 'csv' | 'logto'

const formats = [
  { value: 'json', label: 'Orgate JSON' },
  { value: 'csv', label: 'CSV' },
  { value: 'logto', label: 'Logto' },
] as const

const abouts: Record<Format, { name: string; type: string; hint: string }> = {
  json: {
    name: 'template.json',
    type: 'application/json',
    hint: 'Everything there is. What a gate takes, and what belongs into git.',
  },
  csv: {
    name: 'template.csv',
    type: 'text/csv',
    hint: 'One line for each pair of a role and a permission: for a spreadsheet. Without descriptions.',
  },
  logto: {
    name: 'logto.json',
    type: 'application/json',
    hint: 'The answers that Logto’s Management API would give. Ids that no tenant gave are made up.',
  },
}

export function FilesSection({ desk, workbench }: Props) {
  const [format, setFormat] = useState<Format>('json')
  const { template } = desk
  // biome-ignore lint/correctness/useExhaustiveDependencies: the workbench writes the template of the desk
  const text = useMemo(() => write(workbench, desk, format), [workbench, template, format])
  const { name, type, hint } = abouts[format]
  return (
    <Section
      number={10}
      title="Files"
      lead="Take your template along, or bring another one."
      className="files"
      aside={
        <button type="button" onClick={() => download(name, type, text)}>
          Download {name}
        </button>
      }
    >
      <Segmented<Format> label="Format" quiet value={format} options={formats} onChange={setFormat} />
      <p className="hint">{hint}</p>
      <Code label={name} text={text} className="file" />
      <Import
        current={template}
        onTemplate={(imported, from) => workbench.replace(`Imported ${from}`, imported, { like: template })}
      />
    </Section>
  )
}

function write(workbench: Workbench, { template }: Desk, format: Format): string {
  if (format === 'csv') return workbench.toCsv()
  return pretty(format === 'json' ? template : workbench.toLogto())
}

function download(name: string, type: string, text: string) {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has the file by then; at once would be too early for some.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
