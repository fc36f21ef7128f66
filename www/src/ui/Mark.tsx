const words = { '+': 'added', '-': 'removed', '~': 'changed' }

/** What happened to a line, as in a diff. */
export function Mark({ mark }: { mark: '+' | '-' | '~' }) {
  return (
    <>
      <span className={`diff-mark diff-mark-${words[mark]}`} aria-hidden="true">
        {mark === '-' ? '−' : mark}
      </span>
      <span className="visually-hidden">{words[mark]}: </span>
    </>
  )
}
