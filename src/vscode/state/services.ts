/** What the composition root builds once and every feature may use. A feature gets the whole and takes what it needs. */
import type * as vscode from 'vscode';
import type { ComputeClient } from '../../compute/client.ts';
import type { ExtensionLog } from '../show/log.ts';
import type { Columns } from './columns/columns.ts';
import type { Hints } from './hints.ts';
import type { Problems } from './problems.ts';
import type { Reports } from './reports/reports.ts';
import type { Runs } from './runs/runs.ts';
import type { Specs } from './spec/specs.ts';

export interface Services {
  context: vscode.ExtensionContext;
  log: ExtensionLog;
  /** The compute process's client, made with the first call. */
  connect(): Promise<ComputeClient>;
  /** Where reports of read-only workspaces go; absolute. */
  storage: string;
  specs: Specs;
  runs: Runs;
  reports: Reports;
  columns: Columns;
  problems: Problems;
  /** Loaded with the first call. */
  hints(): Hints;
}

/** Evaluates a spec as the command does: with its progress, its notifications and its place in the side bar. */
export type EvaluateFor = (
  uri: vscode.Uri,
  how: { parts?: string[]; seeds?: number; precision?: number; asked?: boolean },
) => Promise<'done' | 'cancelled' | 'failed' | 'refused'>;
