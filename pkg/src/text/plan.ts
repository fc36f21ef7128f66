import type { TemplateRef } from '../diff-types.js'
import type { LostRole, MigrationPlan, PlanStep } from '../plan/types.js'
import { counted, line, quoted } from './text.js'

/** How many of those who lose a role are named. */
const MAX_NAMED = 20

/**
 * A plan as text, for a pull request or a terminal: how much there is to do, who loses a role, what cannot be done,
 * and the steps one by one.
 */
export function formatPlan({ from, to, lost, warnings, steps }: MigrationPlan): string {
  const reads = steps.filter(({ method }) => method === 'GET')
  const writes = steps.length - reads.length
  const width = String(steps.length).length
  const blocks = [
    writes === 0
      ? ['nothing to do']
      : [
          `${counted(writes, 'write')}, after ${counted(reads.length, 'read')}`,
          `  from ${named(from)}`,
          `  to   ${named(to)}`,
        ],
    ...(lost.length > 0
      ? [['roles that go, and with them their assignments', ...lost.flatMap(lostText)]]
      : []),
    ...(warnings.length > 0
      ? [['warnings', ...warnings.map(({ code, message }) => `! ${line(code)}: ${line(message)}`)]]
      : []),
    ...(steps.length > 0
      ? [
          [
            'steps',
            ...steps.map((step, index) => `${String(index + 1).padStart(width + 2)}. ${stepText(step)}`),
          ],
        ]
      : []),
  ]
  return blocks.map(lines => lines.join('\n')).join('\n\n')
}

const named = ({ hash, version }: TemplateRef) =>
  `template ${line(hash)}${version === undefined ? '' : `, version ${quoted(version)}`}`

function lostText({ organizationRole, globalRole, reason, assignees }: LostRole): string[] {
  const role =
    organizationRole === undefined
      ? `global role ${quoted(globalRole ?? '')}`
      : `organization role ${quoted(organizationRole)}`
  const how = reason === 'role deleted' ? 'is deleted' : 'becomes one of another type'
  const who =
    assignees.length === 0 ? 'nobody is known to hold it' : `${counted(assignees.length, 'assignment')} lost`
  const rest = assignees.length - MAX_NAMED
  return [
    `- ${role} ${how}: ${who}`,
    ...assignees.slice(0, MAX_NAMED).map(({ user, application, organization }) => {
      const principal = user === undefined ? `application ${quoted(application)}` : `user ${quoted(user)}`
      return `-   ${principal}${organization === undefined ? '' : ` in ${quoted(organization)}`}`
    }),
    ...(rest > 0 ? [`-   and ${counted(rest, 'other')}`] : []),
  ]
}

const stepText = ({ title, method, path }: PlanStep) => `${line(title)}: ${line(method)} ${line(path)}`
