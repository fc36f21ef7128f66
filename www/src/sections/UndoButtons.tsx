import type { Desk, Edit, Workbench } from '../state/workbench'

/** Takes edits back and makes them again. What it would be is said in its title. */
export function UndoButtons({ desk, workbench }: { desk: Desk; workbench: Workbench }) {
  const { done, undone, diff } = desk
  return (
    <div className="undo">
      <button
        type="button"
        disabled={done.length === 0}
        title={titleOf(done.at(-1))}
        onClick={() => workbench.undo()}
      >
        Undo
      </button>
      <button
        type="button"
        disabled={undone.length === 0}
        title={titleOf(undone.at(-1))}
        onClick={() => workbench.redo()}
      >
        Redo
      </button>
      <button type="button" disabled={diff.changes.length === 0} onClick={() => workbench.reset()}>
        Reset
      </button>
    </div>
  )
}

const titleOf = (edit: Edit | undefined): string | undefined => edit?.label.replaceAll('`', '')
