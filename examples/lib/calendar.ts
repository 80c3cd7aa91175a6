/** The fortnight that both worlds live in. */

export const DAYS = 14;
export const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;
/** Midnight UTC of the first day. */
export const START_MS = Date.UTC(2026, 2, 1);
