import { useSyncExternalStore } from 'react'
import { type Desk, Workbench } from './workbench'

/** One for the page, and as long as it: edits survive whatever is rendered around them. */
export const workbench = new Workbench()

export const useDesk = (): Desk => useSyncExternalStore(workbench.subscribe, workbench.desk)
