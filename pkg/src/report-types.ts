/** What a change gives to and takes from those whom a policy knows. */
export interface Impact {
  readonly roles: GainAndLoss
  readonly organizations: GainAndLoss
  readonly principals: GainAndLoss
  readonly memberships: GainAndLoss
  readonly permissions: readonly PermissionImpact[]
}

/** How many have something more, and how many something less. */
export interface GainAndLoss {
  readonly gain: number
  readonly lose: number
}

/** Who gains and who loses one permission. */
export interface PermissionImpact {
  /** Absent: an organization permission. */
  readonly resource?: string
  readonly permission: string
  readonly gain: Touched
  readonly lose: Touched
}

/** How many of each. */
export interface Touched {
  readonly roles: number
  readonly organizations: number
  readonly principals: number
}
