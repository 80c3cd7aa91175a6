/**
 * The Test Explorer: for each spec its leakage audit, which fails by what leaks, and its gate where it has one. Both are run by the
 * compute process, as their commands are.
 */
import * as vscode from 'vscode';
import { priceOf } from '../../report/audit/words.ts';
import { gateSentence } from '../../report/words/gate.ts';
import { sentenceOf } from '../show/messages.ts';
import { testItem, testMessage } from '../show/tests.ts';
import { rangeOf } from '../state/spec/range.ts';
import { wholeAnswer } from '../words/answer.ts';
import type { Audits } from './audits.ts';
import type { FindingsHost } from './contract.ts';
import { gateMeasured } from './gate-words.ts';
import { placeOf } from './place.ts';
import type { AuditRuns } from './run.ts';

const { t } = vscode.l10n;
const AUDIT = 'audit';
const GATE = 'gate';

export function registerTests(host: FindingsHost, audits: Audits, runs: AuditRuns): vscode.Disposable {
  const controller = vscode.tests.createTestController('lis', 'LIS');
  const { specs } = host.services;
  const list = async (): Promise<void> => {
    const items = await Promise.all((await specs.all()).map((uri) => specItem(uri, controller, host)));
    controller.items.replace(items);
  };
  controller.resolveHandler = async (item) => {
    if (item === undefined) await list();
  };
  controller.refreshHandler = list;
  const profile = controller.createRunProfile(
    t('Run'),
    vscode.TestRunProfileKind.Run,
    (request, token) => run(request, token, controller, { host, audits, runs }),
    true,
  );
  void list();
  return vscode.Disposable.from(
    controller,
    profile,
    specs.onDidChange(() => void list()),
  );
}

async function specItem(
  uri: vscode.Uri,
  controller: vscode.TestController,
  { readSpec }: FindingsHost,
): Promise<vscode.TestItem> {
  const item = testItem(controller, uri.toString(), vscode.workspace.asRelativePath(uri), uri);
  const parsed = await readSpec(uri.fsPath);
  const child = (id: string, label: string, path: string): vscode.TestItem => {
    const test = testItem(controller, `${uri.toString()}#${id}`, label, uri);
    if (parsed?.value !== undefined) test.range = rangeOf(parsed.rangeOf([path], 'pair'));
    return test;
  };
  item.children.replace([
    child(AUDIT, t('Leakage audit'), 'log'),
    ...(parsed?.spec?.gate === undefined ? [] : [child(GATE, t('Gate'), GATE)]),
  ]);
  return item;
}

interface Parts {
  host: FindingsHost;
  audits: Audits;
  runs: AuditRuns;
}

async function run(
  { include, exclude = [] }: vscode.TestRunRequest,
  token: vscode.CancellationToken,
  controller: vscode.TestController,
  parts: Parts,
): Promise<void> {
  const asked = include ?? [...controller.items].map(([, item]) => item);
  const leaves = asked.flatMap((item) =>
    item.children.size > 0 ? [...item.children].map(([, child]) => child) : [item],
  );
  const wanted = leaves.filter((item) => !exclude.includes(item));
  const run = controller.createTestRun(new vscode.TestRunRequest(wanted));
  for (const item of wanted) run.enqueued(item);
  // Tests are run past the clauses that keep commands from a workspace without trust.
  if (!vscode.workspace.isTrusted) {
    const text = t('Trust this workspace to let LIS read its data and write files in it.');
    for (const item of wanted) run.errored(item, testMessage(text));
    run.end();
    return;
  }
  for (const item of wanted) {
    if (token.isCancellationRequested) {
      run.skipped(item);
      continue;
    }
    run.started(item);
    const stop = token.onCancellationRequested(() => parts.runs.cancel(item.uri!));
    try {
      await (item.id.endsWith(`#${GATE}`) ? runGate(item, run, parts) : runAudit(item, run, parts));
    } catch (error) {
      run.errored(item, testMessage(sentenceOf(error)));
    } finally {
      stop.dispose();
    }
  }
  run.end();
}

async function runAudit(item: vscode.TestItem, run: vscode.TestRun, parts: Parts): Promise<void> {
  const { host, audits, runs } = parts;
  const uri = item.uri!;
  const started = Date.now();
  const outcome = await runs.auditSpec(uri);
  if (outcome === 'cancelled') return run.skipped(item);
  const known = await audits.of(uri.fsPath);
  if (outcome === 'failed' || known === undefined)
    return run.errored(item, testMessage(t('The spec was not audited; the log says why.')));
  const document = await vscode.workspace.openTextDocument(uri);
  const parsed = await host.parsedSpec(document);
  const { findings, code } = known.audit;
  const messages = [
    ...findings
      .filter(({ severity }) => severity === 'error')
      .map((finding) => {
        const price = priceOf(finding);
        const worth = price === undefined ? [] : [t('It is {0}.', price)];
        const place = placeOf(finding, parsed);
        return testMessage(
          [finding.message, ...worth, finding.remedy].join(' '),
          place && new vscode.Location(uri, rangeOf(place)),
        );
      }),
    ...(code?.findings ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ code: rule, message, remedy, file, cell, line }) => {
        const start = new vscode.Position(line - 1, 0);
        const place = new vscode.Location(vscode.Uri.joinPath(uri, '..', file), start);
        return testMessage(`${rule}: ${message} ${remedy}`, cell === undefined ? place : undefined);
      }),
  ];
  if (messages.length > 0) run.failed(item, messages, Date.now() - started);
  else run.passed(item, Date.now() - started);
}

async function runGate(item: vscode.TestItem, run: vscode.TestRun, { host }: Parts): Promise<void> {
  const uri = item.uri!;
  const started = Date.now();
  const outcome = await host.evaluate(uri, {});
  const report = host.services.reports.get(uri.fsPath)?.report;
  const gate = report?.gate;
  if (outcome === 'cancelled') return run.skipped(item);
  if (outcome !== 'done' || report === undefined || gate === undefined)
    return run.errored(item, testMessage(t('The spec was not evaluated; Problems says why.')));
  if (gate.met) return run.passed(item, Date.now() - started);
  const place = item.range && new vscode.Location(uri, item.range);
  // The bound and what was measured stand side by side; the answer says what to do about it.
  const measured = gateMeasured(gate, report);
  const text = [
    `${gateSentence(gate, t)}.`,
    `${measured.whole}.`,
    ...wholeAnswer(report, t, gate.source ?? gate.model),
  ].join('\n');
  const message = testMessage(text, place);
  message.expectedOutput = gate.condition;
  message.actualOutput = measured.value;
  run.failed(item, message, Date.now() - started);
}
