/** CodeLenses on configs: over what makes a training config one, over a `lis:` block, and over a comment that names a spec. */
import { basename, dirname, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { AdaptedConfig } from '../../specfile/configs/assemble.ts';
import { lensAt, lensMoved } from '../show/lines.ts';
import type { Reports } from '../state/reports/reports.ts';
import { specStale } from '../state/reports/staleness.ts';
import type { Runs } from '../state/runs/runs.ts';
import { carriedBy } from '../state/spec/carriers.ts';
import { isNamedSpec, isSpec } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { readSpec } from '../state/spec-facts.ts';
import { wholeAnswer } from '../words/answer.ts';
import { staleText } from '../words/stale.ts';
import { specFacts } from '../words/titles.ts';
import { readingLines } from './config-titles.ts';
import { reportLens, runningLens } from './report-lens.ts';

const { t } = vscode.l10n;

/** @param specLenses the lenses of a document that is a spec, those of the whole of it at line 0 */
export async function configLenses(
  document: vscode.TextDocument,
  reports: Reports,
  runs: Runs,
  specLenses: (document: vscode.TextDocument, reports: Reports, runs: Runs) => Promise<vscode.CodeLens[]>,
): Promise<vscode.CodeLens[]> {
  if (isNamedSpec(document.uri)) return [];
  if (!vscode.workspace.getConfiguration('lis', document).get('codeLens.enabled', true)) return [];
  const { reference } = carriedBy(document);
  const carries = isSpec(document.uri);
  if (reference === undefined && !carries) return [];
  const parsed = carries ? await parsedSpec(document) : undefined;
  if (parsed?.embedded) {
    const { line } = parsed.rangeOf([], 'key').start;
    const lenses = await specLenses(document, reports, runs);
    return lenses.map((lens) => (lens.range.start.line === 0 ? lensMoved(lens, line) : lens));
  }
  if (reference !== undefined) {
    const spec = vscode.Uri.file(resolve(dirname(document.uri.fsPath), reference.path));
    return referenceLenses(spec, reference.range.start.line, reports, runs);
  }
  return parsed?.config === undefined ? [] : lensesOf(document, parsed.config, reports, runs);
}

async function lensesOf(
  document: vscode.TextDocument,
  config: AdaptedConfig,
  reports: Reports,
  runs: Runs,
): Promise<vscode.CodeLens[]> {
  const { spec, datasets } = config;
  const line = config.rangeOf([], 'key').start.line;
  const known = reports.get(document.uri.fsPath);
  const stale = staleText(known && specStale(known, spec), t);
  const title =
    known === undefined
      ? t('▶ Evaluate preference data for this config')
      : [t('▶ Evaluate'), ...specFacts(known.latest, Date.now(), stale, t)].join(' · ');
  const reading = readingLines(config.framework, config.choices, config.notes, t);
  const tooltip = config.problems[0]?.message ?? [...wholeAnswer(known?.latest, t), reading].join('\n');
  const others = datasets.filter(({ chosen }) => !chosen);
  return [
    runLens(line, document.uri, title, tooltip, runs),
    ...(known === undefined ? [] : [reportLens(line, document.uri)]),
    lensAt(line, creation(document.uri, t('Create lis.yaml from this config'))),
    ...others.map(({ id, range }) =>
      lensAt(range.start.line, creation(document.uri, t('Create lis.yaml from {0}', id), id)),
    ),
  ];
}

async function referenceLenses(
  spec: vscode.Uri,
  line: number,
  reports: Reports,
  runs: Runs,
): Promise<vscode.CodeLens[]> {
  const name = basename(spec.fsPath);
  const known = await reports.load(spec.fsPath);
  const stale = staleText(known && specStale(known, (await readSpec(spec.fsPath))?.spec), t);
  const title = [t('▶ Evaluate {0}', name), ...specFacts(known?.latest, Date.now(), stale, t)].join(' · ');
  const tooltip = [...wholeAnswer(known?.latest, t), spec.fsPath].join('\n');
  return [
    runLens(line, spec, title, tooltip, runs),
    ...(known === undefined ? [] : [reportLens(line, spec)]),
    lensAt(line, { title: t('Open {0}', name), command: 'vscode.open', arguments: [spec] }),
  ];
}

/** The run while there is one; in an untrusted workspace the way to trust, with what is known. */
function runLens(line: number, uri: vscode.Uri, title: string, tooltip: string, runs: Runs): vscode.CodeLens {
  const running = runs.of(uri.fsPath);
  if (running !== undefined) return runningLens(line, running, uri);
  if (vscode.workspace.isTrusted)
    return lensAt(line, { title, command: 'lis.evaluate', tooltip, arguments: [uri] });
  const trust = title.replace(/^▶ [^·]*/, `${t('Trust this workspace to evaluate')} `).trimEnd();
  return lensAt(line, {
    title: trust,
    command: 'workbench.trust.manage',
    tooltip: t('Trust this workspace to evaluate the config'),
  });
}

function creation(uri: vscode.Uri, title: string, dataset?: string): vscode.Command {
  const tooltip = t('Write a commented spec beside this config, and open it');
  return { title, command: 'lis.createSpec', tooltip, arguments: [uri, dataset] };
}
