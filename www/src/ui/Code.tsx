import { useState } from 'react'

const pattern =
  /(?<comment>\/\/.*)|(?<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?<string>"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`)|(?<word>\b(?:import|from|export|default|const|await|return|async|new|true|false|null)\b)|(?<number>\b\d+\b)/g

/** Enough colour to read ten lines by; not a parser. */
function colour(text: string) {
  const parts: React.ReactNode[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0]
    parts.push(text.slice(end, match.index))
    parts.push(
      <span key={match.index} className={`code-${kind}`}>
        {match[0]}
      </span>,
    )
    end = match.index + match[0].length
  }
  parts.push(text.slice(end))
  return parts
}

interface Props {
  label: string
  text: string
  note?: string
  className?: string
}

/** A labelled block of code or JSON that can be scrolled with the keyboard and copied. */
export function Code({ label, text, note, className = '' }: Props) {
  return (
    <figure className={`code ${className}`}>
      <figcaption>
        <span>
          {label}
          {note && <em>{note}</em>}
        </span>
        <Copy text={text} label={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard */}
      <section className="code-scroll" tabIndex={0} aria-label={label}>
        <pre>
          <code>{colour(text)}</code>
        </pre>
      </section>
    </figure>
  )
}

function Copy({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setCopied(true)
    setTimeout(() => setCopied(false), 1500)
  }
  // Without a secure context there is no clipboard, and a button that does nothing is worse than none.
  if (!navigator.clipboard) return null
  return (
    <button type="button" className="quiet" onClick={copy} aria-label={`Copy: ${label}`}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  )
}

/** JSON with lists of names on one line. */
export const pretty = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /\[\s+("[^"\n]*"(?:,\s+"[^"\n]*")*)\s+\]/g,
    (_list, names: string) => {
      return `[${names.replace(/,\s+/g, ', ')}]`
    },
  )
