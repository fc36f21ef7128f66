import type { Impact, ImpactEntries, ImpactListOptions, PolicyCounts } from 'orgate/policy'
import type { Size } from './directory'

/** What a list has an entry for. */
export type By = keyof ImpactEntries

/** An entry of it. */
export type Touched = ImpactEntries[By]

/** What the page asks the worker that holds the sample organizations. */
export type Question = ImpactQuestion | LostQuestion | ListQuestion

interface About {
  readonly size: Size
  /** The edited template, as JSON text. */
  readonly template: string
}

export interface ImpactQuestion extends About {
  readonly ask: 'impact'
}

/** Who holds the roles that go. Takes longer than to count whom it touches. */
export interface LostQuestion extends About {
  readonly ask: 'lost'
}

export interface ListQuestion extends About {
  readonly ask: 'list'
  readonly options: ImpactListOptions<By>
}

/** Whom the edited template touches. */
export interface Measured {
  readonly size: Size
  readonly counts: PolicyCounts
  readonly impact: Impact
  /** What `createPolicy` took when the organizations were made, and what `impact` took. Nothing else is in them. */
  readonly loading: number
  readonly looking: number
}

/** Who holds a role that goes. */
export interface LostHolders {
  readonly role: string
  readonly count: number
  /** Some of them. */
  readonly first: readonly string[]
}

/** Which answer belongs to which question. */
export interface Answers {
  impact: Measured
  lost: readonly LostHolders[]
  list: readonly Touched[]
}

export type Asked = Question & { readonly id: number }

export type Told =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly failure: { readonly code: string; readonly message: string } }
