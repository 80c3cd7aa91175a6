/** The entry of `findings.cjs`: builds the parts, connects them, and gives the host what it asks for by name. */
import * as vscode from 'vscode';
import { registerCompletion } from '../completion/provider.ts';
import { registerHovers } from '../hover/provider.ts';
import { Audits } from './audits.ts';
import { CheckedDocuments } from './code.ts';
import type { Findings, FindingsBundle } from './contract.ts';
import { registerFindingFixes } from './fixes/provider.ts';
import { registerGutter } from './glance/gutter.ts';
import { registerStatusBar } from './glance/status-bar.ts';
import { SpecHints } from './hints/hints.ts';
import { Notes } from './notes/notes.ts';
import { registerNotes } from './notes/register.ts';
import { FindingProblems } from './problems.ts';
import { registerReferences } from './reference/register.ts';
import { AuditRuns } from './run.ts';
import { registerTests } from './tests.ts';
import { goToFinding } from './view/go-to.ts';
import type { FindingsNode } from './view/nodes.ts';
import { FindingsView } from './view/view.ts';

export const start: FindingsBundle['start'] = (host): Findings => {
  const audits = new Audits(host);
  const checked = new CheckedDocuments(host);
  const notes = new Notes(host, audits);
  const view = new FindingsView(host, audits, checked);
  const runs = new AuditRuns(host, audits);
  const hints = new SpecHints(host);
  const parts = vscode.Disposable.from(
    audits,
    checked,
    view,
    hints,
    new FindingProblems(host, audits, notes, checked),
    registerNotes(host, notes, audits, checked),
    registerFindingFixes({ host, audits, notes, checked, hints }),
    registerTests(host, audits, runs),
    registerStatusBar(host),
    registerGutter(host, audits),
    registerReferences(host, notes),
    registerHovers(host),
    registerCompletion(host),
  );
  return {
    view,
    hints,
    audit: (given, selection) => runs.start(given, selection),
    goTo: async (given) => {
      const node = nodeOf(given, view);
      if (node === undefined) return;
      if ('path' in (given as object)) await host.tree.reveal(node, { select: true, focus: true });
      else await goToFinding(node, host);
    },
    dispose: () => parts.dispose(),
  };
};

/** A node of the view, or the one that a link names by its spec and column. */
function nodeOf(given: unknown, view: FindingsView) {
  if (typeof given !== 'object' || given === null) return undefined;
  const { path, target } = given as { path?: unknown; target?: unknown };
  if (typeof path === 'string') return typeof target === 'string' ? view.nodeOf(path, target) : undefined;
  const node = given as FindingsNode;
  return node.kind === 'data' || node.kind === 'code' ? node : undefined;
}
