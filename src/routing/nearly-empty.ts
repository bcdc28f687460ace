/** Of the rate limit: with less left, a target gets only as many of the calls as there is left of this. */
export const NEARLY_EMPTY = 0.05
