/** The project's mark: an OR gate whose output is lit. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 44 32" aria-hidden="true">
      <path d="M12 5h7c8 0 13 5 16 11-3 6-8 11-16 11h-7c4.500-8 4.500-14 0-22z" />
      <path d="M3 11h11.500M3 21h11.500" />
      <path className="logo-lit" d="M35 16h6" />
    </svg>
  )
}

/** Several roles, one answer: any of them is enough. */
export function OrGate() {
  return (
    <svg className="or-gate" viewBox="0 0 26 16" aria-hidden="true">
      <path d="M7 2h4c4 0 6.500 2.500 8.500 6-2 3.500-4.500 6-8.500 6H7c2.500-4 2.500-8 0-12z" />
      <path d="M2 5h6.500M2 11h6.500M19.500 8h4.500" />
    </svg>
  )
}

export function Tick() {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M3.500 8.500l3 3 6-7" />
    </svg>
  )
}

export function Cross() {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4.500 4.500l7 7M11.500 4.500l-7 7" />
    </svg>
  )
}

export function Dash() {
  return (
    <svg className="mark" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M4.500 8h7" />
    </svg>
  )
}
