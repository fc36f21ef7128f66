import type { GainLose, Impact, PermissionImpact } from '../impact-types.js'
import type { LintFinding, LintReport } from '../lint-types.js'
import { counted, line, listed, quoted } from './text.js'

/** Who is touched by a change, as text: all together, then permission by permission. */
export function formatImpact({ memberships, permissions, ...kinds }: Impact): string {
  const total = (side: keyof GainLose) => {
    const who = whoText({
      role: kinds.roles[side],
      organization: kinds.organizations[side],
      user: kinds.users[side],
      application: kinds.applications[side],
    })
    const where = memberships[side] > 0 ? ` (${counted(memberships[side], 'membership')})` : ''
    return who && `${side}: ${who.text}${where}`
  }
  const totals = [total('lose'), total('gain')].filter(text => text !== undefined)
  const lines = [
    ...permissions.flatMap(impact => permissionText('-', 'lose', impact)),
    ...permissions.flatMap(impact => permissionText('+', 'gain', impact)),
  ]
  return [
    totals.join('; ') || 'nobody gains or loses anything',
    ...(lines.length > 0 ? ['', ...lines] : []),
  ].join('\n')
}

function permissionText(
  mark: '+' | '-',
  side: keyof GainLose,
  { resource, permission, ...impact }: PermissionImpact,
): string[] {
  const { roles, organizations, principals } = impact[side]
  const who = whoText({ role: roles, organization: organizations, member: principals })
  if (!who) return []
  const of = resource === undefined ? '' : ` of ${quoted(resource)}`
  return [`${mark} ${who.text} ${side}${who.isOne ? 's' : ''} ${quoted(permission)}${of}`]
}

/** `3 roles, 87 organizations, 1,240 members`; nothing for nobody. */
function whoText(counts: Readonly<Record<string, number>>): { text: string; isOne: boolean } | undefined {
  const touched = Object.entries(counts).filter(([, count]) => count > 0)
  if (touched.length === 0) return undefined
  return {
    text: touched.map(([what, count]) => counted(count, what)).join(', '),
    isOne: touched.length === 1 && touched[0]?.[1] === 1,
  }
}

/** What a linter found, as text: a line for each finding, the worst first. */
export function formatLint({ findings, off }: LintReport): string {
  const severities = ['error', 'warning', 'info'] as const
  const names = { error: 'error', warning: 'warning', info: 'note' }
  const sorted = severities.map(severity => findings.filter(finding => finding.severity === severity))
  const counts = severities.flatMap((severity, index) => {
    const count = sorted[index]?.length ?? 0
    return count > 0 ? counted(count, names[severity]) : []
  })
  const summary = `${listed(counts) || 'no findings'}${off.length > 0 ? `, ${counted(off.length, 'more is', 'more are')} turned off` : ''}`
  const lines = [
    ...sorted.flat().map(finding => findingText(names[finding.severity], finding)),
    ...off.map(finding => `${findingText('off', finding)} (off: ${line(finding.reason)})`),
  ]
  return [summary, ...(lines.length > 0 ? ['', ...lines] : [])].join('\n')
}

const findingText = (mark: string, { rule, pointer, message }: LintFinding) =>
  `${mark.padEnd(7)} ${line(rule)}${pointer && ` at ${line(pointer)}`}: ${line(message)}`
