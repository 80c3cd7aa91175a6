/**
 * The composition root: builds the parts of the extension, connects them, and gives the editor one list to dispose.
 * Nothing here decides anything, and nothing here reads data: that is the compute process's, which starts with the first
 * run. What only a run needs is loaded with the first one, since most activations see YAML that is no spec.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ComputeClient } from './compute/client.ts';
import { registerAgents } from './vscode/agents/register.ts';
import { registerCodeLenses } from './vscode/codelens/provider.ts';
import { resumeRuns } from './vscode/commands/evaluate/commands.ts';
import { registerRunOnSave } from './vscode/commands/evaluate/on-save.ts';
import { welcomeExample } from './vscode/commands/example/commands.ts';
import { handlersOf } from './vscode/commands/handlers.ts';
import { actions } from './vscode/commands/later.ts';
import { registerCommands } from './vscode/commands/register.ts';
import { openRun } from './vscode/commands/side/commands.ts';
import { registerFindings } from './vscode/findings/register.ts';
import { Panels } from './vscode/panel/panels.ts';
import { registerFixes } from './vscode/problems/fixes.ts';
import { SpecProblems } from './vscode/problems/problems.ts';
import { registerRuns } from './vscode/runs/register.ts';
import { createLog, logTo } from './vscode/show/log.ts';
import { registerSide } from './vscode/side/register.ts';
import { Columns } from './vscode/state/columns/columns.ts';
import { Reports } from './vscode/state/reports/reports.ts';
import { History } from './vscode/state/runs/history.ts';
import { Runs } from './vscode/state/runs/runs.ts';
import type { EvaluateFor, Services } from './vscode/state/services.ts';
import { registerCarriers } from './vscode/state/spec/carriers.ts';
import { Specs } from './vscode/state/spec/specs.ts';
import { findToken } from './vscode/state/tokens.ts';
import { keepsFilesIn } from './vscode/state/trust.ts';
import { registerStatus } from './vscode/status/item.ts';

export function activate(context: vscode.ExtensionContext): void {
  const storage = join((context.storageUri ?? context.globalStorageUri).fsPath, 'reports');
  const log = createLog();
  let client: Promise<ComputeClient> | undefined;
  const connect = (): Promise<ComputeClient> => {
    client ??= import('./vscode/processes/compute.ts').then(
      ({ ComputeClient, runAsTask }) =>
        new ComputeClient(context.asAbsolutePath('dist/server.mjs'), logTo(log), {
          runProgram: runAsTask,
          findToken: (token) => findToken(context, token),
        }),
    );
    return client;
  };
  keepsFilesIn(storage);
  const carriers = registerCarriers(); // before what asks of documents as they open
  const specs = new Specs();
  const runs = new Runs(connect);
  const reports = new Reports(storage, async (path) => {
    if (!vscode.workspace.isTrusted) throw new Error('nothing is started in a workspace that is not trusted');
    return (await connect()).hash(path, new AbortController().signal);
  });
  const columns = new Columns(connect, logTo(log));
  const problems = new SpecProblems(columns, reports);
  const hints = () => findings.load().hints;
  const services: Services = {
    ...{ context, log, connect, storage, specs, runs, reports, columns, problems, hints },
  };
  const panels = new Panels(services);
  const history = new History(services);
  const evaluate: EvaluateFor = async (uri, how) => (await actions()).evaluateSpec(services, uri, how);
  const findings = registerFindings(services, evaluate);
  const runViews = registerRuns({ services, history, open: (run) => openRun(run, panels) });
  context.subscriptions.push(
    { dispose: () => client?.then((started) => started.dispose()) },
    carriers,
    specs,
    runs,
    reports,
    columns,
    problems,
    panels,
    registerCodeLenses(reports, runs),
    history,
    registerFixes(problems),
    registerStatus(services),
    findings,
    registerSide(services, history),
    runViews,
    registerRunOnSave(services),
    registerCommands(handlersOf(services, history, panels, { findings: findings.load, runs: runViews.load })),
    registerAgents(services, evaluate),
    log, // last: the others may still write to it
  );
  void welcomeExample(context);
  void resumeRuns(services);
}
