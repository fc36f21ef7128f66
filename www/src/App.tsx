import type { Mode } from 'orgate/check'
import { useMemo, useState } from 'react'
import { sampleTemplate } from './lib/document'
import { AppSection } from './sections/AppSection'
import { CodeSection } from './sections/CodeSection'
import { Masthead } from './sections/Masthead'
import { MatrixSection } from './sections/MatrixSection'
import { PermissionsSection } from './sections/PermissionsSection'
import { TemplateAsCode } from './sections/TemplateAsCode'
import { VerdictSection } from './sections/VerdictSection'
import { WhoSection } from './sections/WhoSection'
import { useDesk, workbench } from './state/desk'
import { effectOf } from './state/effect'
import { useOutcome } from './state/outcome'
import { useTheme } from './state/theme'
import { useWho } from './state/who'

export function App() {
  const [theme, setTheme] = useTheme()
  const { who, question, change, paste, pasteOwn } = useWho()
  const [mode, setMode] = useState<Mode>('intersection')
  const desk = useDesk()
  const { template } = desk

  const { outcome, pending } = useOutcome(question, { template, mode })
  const deployed = useOutcome(question, { template: sampleTemplate, mode })
  const effect = useMemo(() => effectOf(deployed.outcome, outcome), [deployed.outcome, outcome])

  const asked = question.state === 'ready' ? question.value : undefined
  const organization = asked?.organization ?? who.organization
  const edited = desk.diff.changes.length > 0

  return (
    <>
      <header className="page">
        <Masthead theme={theme} onTheme={setTheme} />
      </header>
      <main className="page">
        <div className="row row-ask">
          <WhoSection
            {...{ who, mode }}
            onChange={change}
            onPaste={paste}
            onPasteOwn={pasteOwn}
            onMode={setMode}
          />
          <VerdictSection outcome={outcome} pending={pending} />
        </div>
        <div className="row row-why">
          <PermissionsSection {...{ outcome, template, effect }} />
          <MatrixSection {...{ desk, workbench, outcome, effect }} />
        </div>
        <TemplateAsCode {...{ desk, workbench }} />
        <AppSection {...{ outcome, organization, edited }} />
        <CodeSection
          issuer={asked?.issuer ?? ''}
          organization={organization}
          roles={asked?.roles}
          mode={mode}
        />
      </main>
      <footer className="page">
        <p>
          The people, the issuer and its keys are samples that live as long as this server. A grant is not a
          credential: a server never takes one from a client.
        </p>
      </footer>
    </>
  )
}
