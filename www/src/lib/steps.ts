/** The order of verification. The first failure wins, so everything before it has passed. */
export const steps = [
  {
    name: 'Form',
    codes: [
      'TOKEN_MISSING',
      'TOKEN_TOO_LARGE',
      'TOKEN_MALFORMED',
      'ALGORITHM_NOT_ALLOWED',
      'TOKEN_TYPE_MISMATCH',
    ],
  },
  { name: 'Issuer', codes: ['ISSUER_MISMATCH'] },
  { name: 'Key', codes: ['KEY_UNKNOWN', 'KEY_ALGORITHM_MISMATCH', 'KEYS_UNAVAILABLE'] },
  { name: 'Signature', codes: ['SIGNATURE_INVALID'] },
  { name: 'Time', codes: ['TOKEN_EXPIRED', 'TOKEN_NOT_YET_VALID'] },
  { name: 'Audience', codes: ['AUDIENCE_KIND_MISMATCH'] },
  { name: 'Organization', codes: ['ORGANIZATION_MISMATCH'] },
  { name: 'Permissions', codes: ['ROLE_UNKNOWN', 'ROLE_TYPE_MISMATCH'] },
] as const

export type StepState = 'passed' | 'failed' | 'unknown'

/** A code that belongs to no step (a wrong configuration, say) proves nothing about any. */
export function stepStates(verified: boolean, code: string | undefined): StepState[] {
  if (verified) return steps.map(() => 'passed')
  const failed = steps.findIndex(step => (step.codes as readonly string[]).includes(code ?? ''))
  return steps.map((_, index) =>
    failed < 0 || index > failed ? 'unknown' : index < failed ? 'passed' : 'failed',
  )
}
