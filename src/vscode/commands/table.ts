/**
 * Every command: what it is called, and when it can run. The manifest repeats the table, since the editor reads it before
 * any code; a test compares the two.
 */

export const CATEGORY = 'LIS';

export interface CommandFacts {
  id: string;
  title: string;
  /** A when clause; absent where the command can always run. */
  enablement?: string;
}

/** The resource of the menu or the active editor is a spec. */
export const IS_SPEC = 'resourceFilename =~ /(^|\\.)lis\\.ya?ml$/';

/** A data file that a log may be: what the data engine reads, packed or not. */
export const IS_DATA =
  'resourceFilename =~ /\\.(parquet|pq|csv|tsv|jsonl|ndjson|arrow|feather)(\\.(gz|zst))?$/i';

export const COMMANDS = [
  { id: 'lis.evaluate', title: 'Evaluate', enablement: `isWorkspaceTrusted && ${IS_SPEC}` },
  {
    id: 'lis.evaluateAll',
    title: 'Evaluate All Specs',
    enablement: 'isWorkspaceTrusted && lis.hasSpecs',
  },
  { id: 'lis.cancel', title: 'Cancel', enablement: 'lis.running' },
  { id: 'lis.compareRuns', title: 'Compare Runs…', enablement: 'lis.hasRuns' },
  { id: 'lis.newEvaluation', title: 'New Evaluation from Dataset…', enablement: 'isWorkspaceTrusted' },
  {
    id: 'lis.exportFeatures',
    title: 'Export Leaked Features…',
    enablement: `isWorkspaceTrusted && ${IS_SPEC}`,
  },
  { id: 'lis.openExample', title: 'Open Example…' },
  { id: 'lis.showLog', title: 'Show Log' },
  { id: 'lis.copyDebugInfo', title: 'Copy Debug Information' },
  { id: 'lis.side.evaluate', title: 'Evaluate', enablement: 'isWorkspaceTrusted' },
  { id: 'lis.side.cancel', title: 'Cancel', enablement: 'lis.running' },
  { id: 'lis.side.openReport', title: 'Open Report' },
  { id: 'lis.side.goToSpec', title: 'Go to Line' },
  { id: 'lis.side.openRun', title: 'Open Report' },
  { id: 'lis.side.pin', title: 'Pin' },
  { id: 'lis.side.unpin', title: 'Unpin' },
  { id: 'lis.side.deleteRun', title: 'Delete…' },
] as const satisfies readonly CommandFacts[];

export type CommandId = (typeof COMMANDS)[number]['id'];
