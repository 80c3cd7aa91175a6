/**
 * Every command: what it is called, and when it can run. The manifest repeats the table, since the editor reads it before
 * any code; a test compares the two.
 */

export const CATEGORY = 'LIS';

export interface CommandFacts {
  id: string;
  title: string;
  /**
   * Whether it reads data, writes files, or starts a program: then it does nothing in a workspace that is not trusted, however it is
   * called. `enablement` alone hides it from menus; a link or a key runs it all the same.
   */
  trust: boolean;
  /** A when clause; absent where the command can always run. */
  enablement?: string;
}

/** The resource of the menu or the active editor is a spec. */
export const IS_SPEC = 'resourceFilename =~ /(^|\\.)lis\\.ya?ml$/';

/** It carries a spec: one by name, or an open config in which one was found (`state/spec/carriers.ts`). */
export const CARRIES_SPEC = `(${IS_SPEC} || resourcePath in lis.configs)`;

/** Training code, where there is a spec that may speak for it. */
export const IS_CODE = '(lis.hasSpecs && resourceExtname =~ /^\\.(py|ipynb)$/)';

/** The resource of the menu is the report of a run, in the folder that runs are kept in. */
export const IS_RUN = 'resourcePath =~ /[\\/\\\\]\\.lis[\\/\\\\]runs[\\/\\\\][^\\/\\\\]+\\.json$/';

/** The panel of a report has the focus. */
export const IN_PANEL = "activeWebviewPanelId == 'lis.report'";

/** Something that may have a report: what carries a spec, or a folder with specs in it. */
const HAS_REPORTS = `workspaceFolderCount > 0 || ${CARRIES_SPEC}`;

/** A data file that a log may be: what the data engine reads, packed or not. */
export const IS_DATA =
  'resourceFilename =~ /\\.(parquet|pq|csv|tsv|dat|data|jsonl|ndjson|arrow|feather)(\\.(gz|zst))?$/i';

export const COMMANDS = [
  {
    id: 'lis.evaluate',
    title: 'Evaluate',
    trust: true,
    enablement: `isWorkspaceTrusted && (${CARRIES_SPEC} || ${IS_CODE})`,
  },
  {
    id: 'lis.createSpec',
    title: 'Create lis.yaml from This Config',
    trust: true,
    enablement: 'isWorkspaceTrusted && resourcePath in lis.configs',
  },
  {
    id: 'lis.evaluateSource',
    title: 'Evaluate Source or Model…',
    trust: true,
    enablement: `isWorkspaceTrusted && ${CARRIES_SPEC}`,
  },
  {
    id: 'lis.evaluateAll',
    title: 'Evaluate All Specs',
    trust: true,
    enablement: 'isWorkspaceTrusted && lis.hasSpecs',
  },
  { id: 'lis.cancel', title: 'Cancel', trust: false, enablement: 'lis.running' },
  { id: 'lis.openReport', title: 'Open Report', trust: false, enablement: HAS_REPORTS },
  { id: 'lis.exportReport', title: 'Export Report…', trust: false, enablement: HAS_REPORTS },
  { id: 'lis.showRuns', title: 'Show Runs', trust: false, enablement: HAS_REPORTS },
  { id: 'lis.compareRuns', title: 'Compare Runs…', trust: false, enablement: 'lis.hasRuns' },
  {
    id: 'lis.newEvaluation',
    title: 'New LIS Evaluation…',
    trust: true,
    enablement: 'isWorkspaceTrusted',
  },
  { id: 'lis.audit', title: 'Audit Dataset for Leakage…', trust: true, enablement: 'isWorkspaceTrusted' },
  {
    id: 'lis.exportFeatures',
    title: 'Export Leaked Features…',
    trust: true,
    enablement: `isWorkspaceTrusted && ${CARRIES_SPEC}`,
  },
  {
    id: 'lis.storeToken',
    title: 'Store a Token…',
    trust: true,
    enablement: 'isWorkspaceTrusted && lis.hasSpecs',
  },
  { id: 'lis.forgetToken', title: 'Forget a Token…', trust: false },
  { id: 'lis.openExample', title: 'Open Example…', trust: false },
  { id: 'lis.showLog', title: 'Show Log', trust: false },
  { id: 'lis.copyDebugInfo', title: 'Copy Debug Information', trust: false },
  { id: 'lis.side.evaluate', title: 'Evaluate', trust: true, enablement: 'isWorkspaceTrusted' },
  { id: 'lis.side.cancel', title: 'Cancel', trust: false, enablement: 'lis.running' },
  { id: 'lis.side.openReport', title: 'Open Report', trust: false },
  { id: 'lis.side.goToSpec', title: 'Go to Line', trust: false },
  { id: 'lis.side.goToFinding', title: 'Go to Line', trust: false },
  { id: 'lis.side.openRun', title: 'Open Report', trust: false },
  { id: 'lis.side.pin', title: 'Pin', trust: false },
  { id: 'lis.side.unpin', title: 'Unpin', trust: false },
  { id: 'lis.side.deleteRun', title: 'Delete…', trust: false },
] as const satisfies readonly CommandFacts[];

export type CommandId = (typeof COMMANDS)[number]['id'];
