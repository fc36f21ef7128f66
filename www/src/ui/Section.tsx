import { type ReactNode, useId } from 'react'

interface Props {
  number: number
  title: string
  lead?: ReactNode
  aside?: ReactNode
  className?: string
  children: ReactNode
}

export function Section({ number, title, lead, aside, className = '', children }: Props) {
  const id = useId()
  return (
    <section className={`section ${className}`} aria-labelledby={id}>
      <header className="section-head">
        <div>
          <h2 id={id}>
            <span className="section-number" aria-hidden="true">
              {number}
            </span>
            {title}
          </h2>
          {lead && <p className="lead">{lead}</p>}
        </div>
        {aside}
      </header>
      {children}
    </section>
  )
}
