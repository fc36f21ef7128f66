import { Fragment } from 'react'

interface Props {
  text: string
  /** Names that matter here and stand out from other names. */
  names?: readonly string[] | undefined
  /** It goes on after something else, and does not begin with a capital. */
  goesOn?: boolean
}

/** A message of the package: names stand in backticks in it. */
export function Words({ text, names = [], goesOn = false }: Props) {
  const parts = (goesOn ? text : sentence(text))
    .split('`')
    .map((part, position) => ({ part, position, isName: position % 2 === 1 }))
  return parts.map(({ part, position, isName }) => (
    <Fragment key={position}>
      {isName ? <code className={names.includes(part) ? 'chip' : ''}>{part}</code> : part}
    </Fragment>
  ))
}

/** Messages start in lower case, to go on after a colon; here they stand alone. A name stays as it is. */
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
