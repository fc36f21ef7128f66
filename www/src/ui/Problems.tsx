import type { Problem } from 'orgate'
import { Words } from './Words'

type Shown = Pick<Problem, 'pointer' | 'message'>

/** Problems or warnings, each with its place in the document. */
export function Problems({ list, warning = false }: { list: readonly Shown[]; warning?: boolean }) {
  if (list.length === 0) return null
  return (
    <ul className={warning ? 'problems problems-warn' : 'problems'}>
      {list.map(({ pointer, message }) => (
        <li key={pointer + message}>
          {pointer && <code>{pointer}</code>} <Words text={message} />
        </li>
      ))}
    </ul>
  )
}

/** The gate points into its options; here only the template is on the screen. */
export const ofTemplate = (problems: readonly Problem[]): Problem[] => within(problems, '/template')

export const ofKeys = (problems: readonly Problem[]): Problem[] => within(problems, '/keys')

const within = (problems: readonly Problem[], place: string): Problem[] =>
  problems
    .filter(({ pointer }) => pointer === place || pointer.startsWith(`${place}/`))
    .map(problem => ({ ...problem, pointer: problem.pointer.slice(place.length) }))
