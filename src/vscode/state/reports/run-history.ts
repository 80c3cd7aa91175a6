import { RunHistory } from '../../../report/kept/history.ts';

/** One for all that list runs: each report is read once. */
export const runHistory = new RunHistory();
