import { type ReactNode, useState } from 'react'

interface Props {
  summary: ReactNode
  /** Made when it is opened for the first time: what nobody looks at costs nothing. */
  children: () => ReactNode
}

export function Disclosure({ summary, children }: Props) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <details className="raw" onToggle={event => setIsOpen(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {isOpen && children()}
    </details>
  )
}
