/** The comment `# lis: PATH` leads to its spec; in Python and in cells it has a lens that evaluates the spec and says its answer. */
import * as vscode from 'vscode';
import { throttle } from '../../../protocol/throttle.ts';
import { lensAt, linkAt } from '../../show/lines.ts';
import { specStale } from '../../state/reports/staleness.ts';
import { shortAnswer, wholeAnswer } from '../../words/answer.ts';
import { age } from '../../words/phrases.ts';
import { staleText } from '../../words/stale.ts';
import { runningTitle } from '../../words/titles.ts';
import type { FindingsHost } from '../contract.ts';
import type { Notes } from '../notes/notes.ts';
import { referredBy } from './reference.ts';

const { t } = vscode.l10n;

/** "2 h ago" is drawn again this often, and progress that often. */
const AGE_REFRESH_MS = 60_000;
const PROGRESS_REFRESH_MS = 1000;

const PYTHON: vscode.DocumentSelector = [
  { language: 'python', scheme: 'file' },
  { language: 'python', scheme: 'vscode-notebook-cell' },
];

export function registerReferences(host: FindingsHost, notes: Notes): vscode.Disposable {
  const { reports, runs } = host.services;
  const changed = new vscode.EventEmitter<void>();
  const draw = (): void => changed.fire();
  const progress = throttle(draw, PROGRESS_REFRESH_MS);
  const ageing = setInterval(draw, AGE_REFRESH_MS);
  const linked = [...(PYTHON as vscode.DocumentFilter[]), { language: 'yaml', scheme: 'file' }];
  return vscode.Disposable.from(
    changed,
    { dispose: () => clearInterval(ageing) },
    { dispose: () => progress.stop() },
    reports.onDidChange(draw),
    runs.onDidChange((path) => (runs.of(path) === undefined ? draw() : progress(undefined))),
    vscode.workspace.onDidGrantWorkspaceTrust(draw),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('lis.codeLens')) draw();
    }),
    vscode.languages.registerCodeLensProvider(PYTHON, {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: (document) => lensesOf(document, host, notes),
    }),
    vscode.languages.registerDocumentLinkProvider(linked, {
      provideDocumentLinks: (document) => {
        const referred = host.isSpec(document.uri) ? undefined : referredBy(document);
        return referred && [linkAt(referred.range, referred.spec, t('Open the spec'))];
      },
    }),
    vscode.languages.registerDefinitionProvider(linked, {
      provideDefinition: (document, position) => {
        const referred = host.isSpec(document.uri) ? undefined : referredBy(document);
        if (referred === undefined || !referred.range.contains(position)) return undefined;
        return new vscode.Location(referred.spec, new vscode.Position(0, 0));
      },
    }),
  );
}

async function lensesOf(
  document: vscode.TextDocument,
  host: FindingsHost,
  notes: Notes,
): Promise<vscode.CodeLens[]> {
  const referred = referredBy(document);
  if (referred === undefined) return [];
  if (!vscode.workspace.getConfiguration('lis', document).get('codeLens.enabled', true)) return [];
  const spec = await notes.specOf(document);
  const read = spec && (await host.readSpec(spec.fsPath));
  if (spec === undefined || read === undefined) return []; // Problems says that it is not there
  const { line } = referred.range.start;
  const { reports, runs } = host.services;
  const known = await reports.load(spec.fsPath);
  const open =
    known === undefined
      ? []
      : [lensAt(line, { title: t('Open report'), command: 'lis.openReport', arguments: [spec] })];
  const running = runs.of(spec.fsPath);
  if (running !== undefined) {
    const cancel = { command: 'lis.cancel', tooltip: t('Cancel this evaluation'), arguments: [spec] };
    return [lensAt(line, { ...cancel, title: runningTitle(running, t) }, 'sync~spin'), ...open];
  }
  const { isTrusted } = vscode.workspace;
  const report = known?.latest;
  const answer = shortAnswer(report, t);
  const stale = staleText(known && specStale(known, read.spec), t);
  const title = [
    isTrusted ? t('▶ Evaluate') : t('Trust this workspace to evaluate'),
    ...(answer === undefined ? [] : [answer]),
    ...(report === undefined ? [] : [age(Date.now() - Date.parse(report.created), t)]),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ].join(' · ');
  const tooltip = [...wholeAnswer(report, t), spec.fsPath].join('\n');
  const action = isTrusted
    ? { command: 'lis.evaluate', arguments: [spec] }
    : { command: 'workbench.trust.manage' };
  return [lensAt(line, { title, tooltip, ...action }), ...open];
}
