/**
 * The composition root: builds the parts of the extension, connects them, and gives the editor one list to dispose.
 * Nothing here decides anything, and nothing here reads data: that is the compute process's, which starts with the first
 * run. What only a run needs is loaded with the first one, since most activations see YAML that is no spec.
 */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ComputeClient } from './compute/client.ts';
import { registerCodeLenses } from './vscode/codelens/provider.ts';
import { Columns } from './vscode/columns/columns.ts';
import { registerCommands } from './vscode/commands/register.ts';
import { registerCompletion } from './vscode/completion/provider.ts';
import { configCommands } from './vscode/configs/commands.ts';
import { datasetCommands } from './vscode/dataset/commands.ts';
import { exampleCommands, welcomeExample } from './vscode/example/register.ts';
import { registerFixes } from './vscode/fixes/provider.ts';
import { registerHovers } from './vscode/hover/provider.ts';
import { registerInlineNotes } from './vscode/inline/register.ts';
import { panelCommands } from './vscode/panel/commands.ts';
import { Panels } from './vscode/panel/panels.ts';
import { SpecProblems } from './vscode/problems/problems.ts';
import { Reports } from './vscode/reports/reports.ts';
import { resumeRuns, runCommands } from './vscode/runs/commands.ts';
import { registerRunOnSave } from './vscode/runs/on-save.ts';
import { Runs } from './vscode/runs/runs.ts';
import type { Services } from './vscode/services.ts';
import { createLog, logTo } from './vscode/show/log.ts';
import { sideCommands } from './vscode/side/commands.ts';
import { History } from './vscode/side/history.ts';
import { registerSide } from './vscode/side/register.ts';
import { registerCarriers } from './vscode/spec/carriers.ts';
import { Specs } from './vscode/spec/specs.ts';
import { registerStatus } from './vscode/status.ts';
import { keepsFilesIn } from './vscode/trust.ts';

export function activate(context: vscode.ExtensionContext): void {
  const storage = join((context.storageUri ?? context.globalStorageUri).fsPath, 'reports');
  const log = createLog();
  let client: Promise<ComputeClient> | undefined;
  const connect = (): Promise<ComputeClient> => {
    client ??= import('./vscode/compute.ts').then(
      ({ ComputeClient, runAsTask }) =>
        new ComputeClient(context.asAbsolutePath('dist/server.mjs'), logTo(log), runAsTask),
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
  const services: Services = { context, log, connect, storage, specs, runs, reports, columns, problems };
  const panels = new Panels(services);
  const history = new History(services);
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
    registerCompletion(columns),
    registerHovers(columns, reports),
    registerFixes(problems),
    registerStatus(services),
    registerInlineNotes(services),
    registerSide(services, history),
    registerRunOnSave(services),
    registerCommands({
      ...runCommands(services),
      ...configCommands(services),
      ...panelCommands(services, panels),
      ...sideCommands(services, history, panels),
      ...datasetCommands(services),
      ...exampleCommands(services),
      'lis.showLog': () => log.show(),
      'lis.copyDebugInfo': async () => (await import('./vscode/commands/actions.ts')).copyDebugInfo(services),
    }),
    log, // last: the others may still write to it
  );
  void welcomeExample(context);
  void resumeRuns(services);
}
