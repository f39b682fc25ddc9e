/**
 * What one measure found. `loss` is 0 for an undamaged text; losses add up, and the score is e to the power of minus
 * their sum, so that each kind of damage lowers it whatever the others are.
 */
export interface Finding {
  readonly loss: number
  /** A sentence for people, where the damage is worth telling. */
  readonly reason?: string
}

/** A share as people read it: `12 %`, and `under 1 %` rather than `0 %`. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100)
  return rounded === 0 ? 'under 1 %' : `${rounded} %`
}
