/** The runs of the workspace as the page lists them. */
import * as vscode from 'vscode';
import type { RunRow } from '../../protocol/runs.ts';
import type { RunFacts } from '../../report/kept/run-facts.ts';
import type { HistoryRun } from '../state/runs/history.ts';
import { runChanges } from '../words/run-changes.ts';
import { namesOf } from './choose.ts';

export function rowsOf(runs: readonly HistoryRun[]): RunRow[] {
  const names = namesOf(runs);
  const changes = runChanges(runs, vscode.l10n.t);
  return runs.map(({ path, spec, time, pinned, tags, note, content }, i) => ({
    ...{ path, time, pinned, tags, note },
    specPath: spec.fsPath,
    specName: vscode.workspace.asRelativePath(spec),
    name: names[i]!,
    ...(changes.has(path) && { change: changes.get(path)! }),
    ...('problem' in content ? { problem: content.problem } : { found: foundBy(content.facts) }),
  }));
}

function foundBy(facts: RunFacts): NonNullable<RunRow['found']> {
  const { verdict, artefact, metric, best, bestModel, baseAuc, ranker, seeds, seconds, rows, origin } = facts;
  const { code, severity, target } = verdict ?? {};
  return {
    ...(code && severity && target && { verdict: { code, severity, target } }),
    ...{ artefact, metric, ranker, seeds, seconds, rows },
    ...(best && { source: { name: best.source, total: best.total, estimate: best.lis } }),
    ...(bestModel && { model: { name: bestModel.model, estimate: bestModel.ais } }),
    ...(baseAuc !== undefined && { baseAuc }),
    ...(origin && { origin }),
  };
}
