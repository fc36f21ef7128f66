import { createPolicy, type Problem } from 'orgate/policy'
import { useId, useState } from 'react'
import { sameTemplate, type TemplateDocument } from '../lib/document'
import { failureOf, problemsOf } from '../state/failure'
import { pretty } from '../ui/Code'
import { Problems } from '../ui/Problems'

interface Props {
  template: TemplateDocument
  onTemplate: (template: TemplateDocument) => void
}

interface Draft {
  text: string
  problems: readonly Pick<Problem, 'pointer' | 'message'>[]
}

/** The template as text. What the engine accepts is in force at once; what it refuses stays here, with every problem. */
export function TemplateJson({ template, onTemplate }: Props) {
  const [draft, setDraft] = useState<Draft>()
  const id = useId()
  const edit = (text: string) => {
    const read = readTemplate(text)
    if (!('template' in read)) return setDraft({ text, problems: read.problems })
    // The text stays as typed; it is replaced only when something else changes the template.
    setDraft({ text, problems: [] })
    if (!sameTemplate(read.template, template)) onTemplate(read.template)
  }
  const shown = draft && (draft.problems.length > 0 || says(draft.text, template)) ? draft : undefined
  const problems = shown?.problems ?? []
  return (
    <details className="raw">
      <summary>Edit as JSON</summary>
      <label className="visually-hidden" htmlFor={id}>
        Organization template as JSON
      </label>
      <textarea
        id={id}
        className="template-json"
        data-place="json"
        rows={18}
        spellCheck={false}
        aria-invalid={problems.length > 0}
        aria-describedby={`${id}-problems`}
        value={shown?.text ?? pretty(template)}
        onChange={event => edit(event.target.value)}
      />
      <div id={`${id}-problems`} aria-live="polite">
        <Problems list={problems} />
        {problems.length > 0 && (
          <p className="hint">
            Not in force: the last good template still is.{' '}
            <button type="button" className="quiet" onClick={() => setDraft(undefined)}>
              Discard
            </button>
          </p>
        )}
      </div>
    </details>
  )
}

function readTemplate(text: string): { template: TemplateDocument } | { problems: Draft['problems'] } {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problems: [{ pointer: '', message: error instanceof Error ? error.message : 'not JSON' }] }
  }
  // The engine reads a Logto export and a whole policy too. The one is imported below, and the other is no template.
  if (typeof value !== 'object' || value === null || !('v' in value) || 'template' in value) {
    return {
      problems: [{ pointer: '/v', message: 'this editor wants Orgate’s own format: an object with "v": 1' }],
    }
  }
  try {
    createPolicy(text).dispose()
    return { template: value as TemplateDocument }
  } catch (error) {
    const problems = problemsOf(error)
    return { problems: problems.length > 0 ? problems : [{ pointer: '', message: failureOf(error).message }] }
  }
}

function says(text: string, template: TemplateDocument): boolean {
  const read = readTemplate(text)
  return 'template' in read && sameTemplate(read.template, template)
}
