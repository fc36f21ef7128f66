import { type Effect, formatDiff, type PolicyDiff } from 'orgate/policy'
import { type ChangeLine, countEffects, effectWord, groupChanges } from '../lib/changes'
import { Code } from '../ui/Code'
import { Mark } from '../ui/Mark'
import { Words } from '../ui/Words'

/** A difference between two templates, role by role. */
export function Changes({ diff }: { diff: PolicyDiff }) {
  const counts = countEffects(diff.changes)
  const has = (effect: Effect) => counts.some(count => count.effect === effect || count.effect === 'both')
  return (
    <>
      <p className="change-counts" data-testid="change-counts">
        {counts.map(({ effect, count }) => (
          <EffectBadge key={effect} effect={effect} count={count} />
        ))}
      </p>
      <p className="hint">
        {has('widening') && 'Widening: somebody may do more than before. '}
        {has('narrowing') && 'Narrowing: somebody may do less. '}
      </p>
      <ul className="change-groups" data-testid="changes">
        {groupChanges(diff.changes).map(({ key, title, isRole, own, lines }) => (
          <li key={key}>
            <h3>
              {isRole ? (
                <span>
                  Role <code>{title}</code>
                </span>
              ) : (
                title
              )}
              {own && <Line line={own} as="span" />}
            </h3>
            {lines.length > 0 && (
              <ul>
                {lines.map(line => (
                  <Line key={line.mark + line.text} line={line} as="li" />
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
      <details className="raw">
        <summary>As text, for a pull request</summary>
        <Code label="formatDiff" text={formatDiff(diff)} />
      </details>
    </>
  )
}

function Line({ line: { mark, text, effect }, as: Tag }: { line: ChangeLine; as: 'li' | 'span' }) {
  return (
    <Tag className="change-line">
      <Mark mark={mark} />
      <span className="change-text">
        <Words text={text} goesOn /> {effect !== 'none' && <EffectBadge effect={effect} />}
      </span>
    </Tag>
  )
}

const classes: Record<Effect, string> = {
  widening: 'badge-gained',
  narrowing: 'badge-lost',
  both: 'badge-both',
  none: 'badge-none',
}

function EffectBadge({ effect, count }: { effect: Effect; count?: number }) {
  return (
    <span className={`badge ${classes[effect]}`}>
      {count !== undefined && `${count} `}
      {effectWord(effect)}
    </span>
  )
}
