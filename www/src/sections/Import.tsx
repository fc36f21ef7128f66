import { createPolicy, type Problem, templateFromCsv } from 'orgate/policy'
import { useId, useState } from 'react'
import { type TemplateDocument, withTextsOf } from '../lib/document'
import { failureOf, problemsOf } from '../state/failure'
import { Words } from '../ui/Words'

interface Props {
  /** The template that is replaced. */
  current: TemplateDocument
  onTemplate: (template: TemplateDocument, from: string) => void
}

const example = `role,permission,type,resource
admin,invite:users,User,
admin,manage:billing,User,
viewer,read:reports,User,`

/** CSV, Orgate's own JSON, or what Logto's Management API answered: whichever it is shows. */
export function Import({ current, onTemplate }: Props) {
  const [text, setText] = useState('')
  const [problems, setProblems] = useState<readonly Problem[]>([])
  const [answer, setAnswer] = useState('')
  const id = useId()
  const change = (next: string) => {
    setText(next)
    setProblems([])
    setAnswer('')
  }
  const run = () => {
    try {
      const { template, from } = read(text, current)
      onTemplate(template, from)
      setProblems([])
      setAnswer(`Imported from ${from}. What it changed is listed above; Undo takes it back.`)
    } catch (error) {
      const found = problemsOf(error)
      const { code, message } = failureOf(error)
      setProblems(found.length > 0 ? found : [{ code, pointer: '', message }])
      setAnswer('')
    }
  }
  return (
    <details className="raw import">
      <summary>Import CSV or JSON</summary>
      <label className="hint" htmlFor={id}>
        CSV, Orgate’s JSON, or an export of Logto. It replaces the template, and Undo takes it back.
        Descriptions, which CSV does not hold, stay.
      </label>
      <textarea
        id={id}
        rows={6}
        spellCheck={false}
        placeholder={example}
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}-problems`}
        value={text}
        onChange={event => change(event.target.value)}
      />
      <div className="import-actions">
        <button type="button" disabled={text.trim() === ''} onClick={run}>
          Import
        </button>
        <button type="button" className="quiet" onClick={() => change(example)}>
          Fill in an example
        </button>
      </div>
      <div id={`${id}-problems`} aria-live="polite">
        {answer && <p className="hint">{answer}</p>}
        {problems.length > 0 && (
          <ul className="problems" data-testid="import-problems">
            {problems.map(({ code, pointer, message }) => (
              <li key={code + pointer + message}>
                <code>{code}</code> <Words text={message} />
                {/* A problem of CSV says in its message which line it is in. */}
                {pointer.startsWith('/') && !message.startsWith('line ') && <code> {pointer}</code>}
              </li>
            ))}
          </ul>
        )}
      </div>
    </details>
  )
}

function read(text: string, current: TemplateDocument): { template: TemplateDocument; from: string } {
  if (!text.trimStart().startsWith('{')) {
    return { template: withTextsOf(templateFromCsv(text), current), from: 'CSV' }
  }
  const policy = createPolicy(text)
  try {
    return { template: policy.toTemplate(), from: 'JSON' }
  } finally {
    policy.dispose()
  }
}
