/** CodeLenses on specs: the run over the document, the last LIS over each source, the last AIS over each model. */
import * as vscode from 'vscode';
import { throttle } from '../../protocol/throttle.ts';
import type { Report } from '../../report/schema.ts';
import type { ParsedSpec } from '../../specfile/reading/parse.ts';
import type { Spec } from '../../specfile/schema.ts';
import { lensAt } from '../show/lines.ts';
import type { Reports } from '../state/reports/reports.ts';
import type { KnownReport } from '../state/reports/results.ts';
import { partStale, specStale } from '../state/reports/staleness.ts';
import { isEvaluated } from '../state/runs/run-state.ts';
import type { Runs } from '../state/runs/runs.ts';
import { CONFIG_SELECTOR, isSpec, SPEC_SELECTOR } from '../state/spec/detect.ts';
import { parsedSpec } from '../state/spec/parsed.ts';
import { type Part, partsOf } from '../state/spec/parts.ts';
import { wholeAnswer } from '../words/answer.ts';
import { modelTitleFacts } from '../words/model-titles.ts';
import { staleText } from '../words/stale.ts';
import { objectiveFacts, saysBy, sourceFacts, specFacts } from '../words/titles.ts';
import { configLenses } from './configs.ts';
import { partTitle } from './part-title.ts';
import { partRunningLens, reportLens, runningLens } from './report-lens.ts';

/** "2 h ago" is drawn again this often while a spec is in sight. */
const AGE_REFRESH_MS = 60_000;

/** The editor draws once the events have paused for a quarter of a second: more of them would starve it. */
const PROGRESS_REFRESH_MS = 1000;

const { t } = vscode.l10n;

export function registerCodeLenses(reports: Reports, runs: Runs): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const draw = (): void => changed.fire();
  const progress = throttle(draw, PROGRESS_REFRESH_MS);
  const ageing = setInterval(() => {
    if (vscode.window.visibleTextEditors.some((editor) => isSpec(editor.document.uri))) draw();
  }, AGE_REFRESH_MS);
  return vscode.Disposable.from(
    changed,
    reports.onDidChange(() => draw()),
    runs.onDidChange((specPath) => {
      if (runs.of(specPath) === undefined) draw();
      else progress(undefined);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(draw),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lis.codeLens')) draw();
    }),
    vscode.languages.registerCodeLensProvider(SPEC_SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lensesOf(document, reports, runs),
    }),
    vscode.languages.registerCodeLensProvider(CONFIG_SELECTOR, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => configLenses(document, reports, runs, lensesOf),
    }),
    { dispose: () => clearInterval(ageing) },
    { dispose: () => progress.stop() },
  );
}

async function lensesOf(
  document: vscode.TextDocument,
  reports: Reports,
  runs: Runs,
): Promise<vscode.CodeLens[]> {
  if (!vscode.workspace.getConfiguration('lis', document).get('codeLens.enabled', true)) return [];
  const known = reports.get(document.uri.fsPath);
  const { spec, rangeOf } = await parsedSpec(document);
  const lenses = [specLens(document, spec, known, runs)];
  if (known !== undefined) lenses.push(reportLens(0, document.uri));
  if (spec === undefined) return lenses;
  const running = runs.of(document.uri.fsPath);
  for (const part of partsOf(spec)) {
    const { line } = rangeOf([part.section, part.index], 'value').start;
    lenses.push(
      running !== undefined && isEvaluated(running, part.name)
        ? partRunningLens(line, part.name, document.uri)
        : lens(line, partTitle(part.name, factsOf(part, known, spec), t), document, known?.latest, part.name),
    );
  }
  return known === undefined ? lenses : [...lenses, ...objectiveLenses(document, spec, rangeOf, known)];
}

/** What is best by each objective that the last runs know. */
function objectiveLenses(
  { uri }: vscode.TextDocument,
  spec: Spec,
  rangeOf: ParsedSpec['rangeOf'],
  known: KnownReport,
): vscode.CodeLens[] {
  return spec.objectives.flatMap(({ name }, i) => {
    const best = saysBy(name, known.sources).find((said) =>
      spec.sources.some((source) => source.name === said.name),
    );
    if (best === undefined) return [];
    const stale = staleText(partStale(known.sources.get(best.name)!, best.name, spec), t);
    const title = objectiveFacts(name, best, stale, t).join(' · ');
    return reportLens(rangeOf(['objectives', i], 'value').start.line, uri, title);
  });
}

function factsOf({ section, name }: Part, known: KnownReport | undefined, spec: Spec): string[] {
  const result = known?.[section].get(name);
  const stale = staleText(result && partStale(result, name, spec), t);
  return section === 'sources'
    ? sourceFacts(known?.sources.get(name), stale, t)
    : modelTitleFacts(known?.models.get(name), stale, t);
}

function specLens(
  document: vscode.TextDocument,
  spec: Spec | undefined,
  known: KnownReport | undefined,
  runs: Runs,
): vscode.CodeLens {
  const running = runs.of(document.uri.fsPath);
  if (running !== undefined) {
    return runningLens(0, running, document.uri);
  }
  const stale = staleText(known && specStale(known, spec), t);
  const action = vscode.workspace.isTrusted ? t('▶ Evaluate') : t('Trust this workspace to evaluate');
  return lens(
    0,
    [action, ...specFacts(known?.latest, Date.now(), stale, t)].join(' · '),
    document,
    known?.latest,
  );
}

/**
 * In an untrusted workspace the lens tells what is known, and leads to the trust editor instead of a run.
 * @param report whose answer the tooltip gives in a sentence @param part the source or model that is evaluated alone; the whole spec where absent
 */
function lens(
  line: number,
  title: string,
  document: vscode.TextDocument,
  report: Report | undefined,
  part?: string,
): vscode.CodeLens {
  const { tooltip, ...action } = actionOf(document, part);
  return lensAt(line, { title, ...action, tooltip: [...wholeAnswer(report, t, part), tooltip].join('\n') });
}

function actionOf({ uri }: vscode.TextDocument, part: string | undefined): Omit<vscode.Command, 'title'> {
  if (!vscode.workspace.isTrusted) {
    return { command: 'workbench.trust.manage', tooltip: t('Trust this workspace to evaluate the spec') };
  }
  return part === undefined
    ? { command: 'lis.evaluate', tooltip: t('Evaluate this spec'), arguments: [uri] }
    : { command: 'lis.evaluateSource', tooltip: t('Evaluate {0} alone', part), arguments: [uri, part] };
}
