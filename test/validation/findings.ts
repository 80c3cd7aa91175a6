/** What the numbers of docs/validation.md say, in words. Read them again after every run that changes a table. */

export const ALIGNED_ON_LOGS = '';
export const ORDER = '';
export const WHERE_LOST = '';
export const TWO_STAGES = '';
export const TESTS = '';
