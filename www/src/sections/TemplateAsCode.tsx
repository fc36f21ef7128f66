import { useState } from 'react'
import type { Size } from '../lib/directory'
import { useAnswer, useIdle } from '../state/directory'
import type { Desk, Workbench } from '../state/workbench'
import { FilesSection } from './FilesSection'
import { ImpactSection } from './ImpactSection'
import { PlanSection } from './PlanSection'
import { ReviewSection } from './ReviewSection'
import { VersionsSection } from './VersionsSection'

/** What an edit means, whom it touches, how it is made elsewhere, and how it is kept. */
export function TemplateAsCode({ desk, workbench }: { desk: Desk; workbench: Workbench }) {
  const [size, setSize] = useState<Size>(3)
  const idle = useIdle()
  const template = JSON.stringify(desk.template)
  const { answer, pending } = useAnswer(idle ? ({ ask: 'impact', size, template } as const) : undefined)
  const isLost = desk.diff.changes.some(
    change => change.change === 'removed' && change.fact === 'organizationRole',
  )
  const lost = useAnswer(idle && isLost ? ({ ask: 'lost', size, template } as const) : undefined)
  return (
    <>
      <div className="chapter">
        <h2>The template as code</h2>
        <p>
          What you edit above is reviewed below as code is: compared, linted, held against an organization
          directory, planned, kept as a version. The deployed template stays as it is.
        </p>
      </div>
      <ReviewSection desk={desk} workbench={workbench} />
      <div className="row row-outside">
        <ImpactSection {...{ size, template, answer, pending }} onSize={setSize} />
        <PlanSection
          desk={desk}
          workbench={workbench}
          lost={!lost.pending && lost.answer.state === 'ready' ? lost.answer.value : undefined}
        />
      </div>
      <div className="row row-kept">
        <VersionsSection desk={desk} workbench={workbench} />
        <FilesSection desk={desk} workbench={workbench} />
      </div>
    </>
  )
}
