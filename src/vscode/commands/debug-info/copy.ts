/** Gathers the facts of `LIS: Copy Debug Information` and puts them on the clipboard. */
import { cpus, release, totalmem } from 'node:os';
import * as vscode from 'vscode';
import { Failure } from '../../../common/failure.ts';
import { showInfo } from '../../show/messages.ts';
import type { Services } from '../../state/services.ts';
import { type DebugFacts, debugText } from './text.ts';

export async function copyDebugInfo(services: Services): Promise<void> {
  await vscode.env.clipboard.writeText(debugText(await gather(services)));
  void showInfo(vscode.l10n.t('The debug information is on the clipboard. It holds no data and no names.'));
}

async function gather({ context, connect, specs, reports, runs }: Services): Promise<DebugFacts> {
  const { packageJSON } = context.extension;
  const all = await specs.all();
  const known = (await Promise.all(all.map(({ fsPath }) => reports.load(fsPath)))).filter(
    (report) => report !== undefined,
  );
  const newest = known.sort((a, b) => (a.report.created < b.report.created ? 1 : -1))[0];
  const failure = all.map(({ fsPath }) => runs.failure(fsPath)).find((error) => error instanceof Failure);
  return {
    extension: String(packageJSON.version),
    editor: `${vscode.env.appName} ${vscode.version} (${vscode.env.appHost})`,
    runtime: `node ${process.versions.node}`,
    machine: {
      platform: process.platform,
      arch: process.arch,
      release: release(),
      cores: cpus().length,
      memoryBytes: totalmem(),
    },
    remote: vscode.env.remoteName,
    browser: vscode.env.uiKind === vscode.UIKind.Web,
    trusted: vscode.workspace.isTrusted,
    folders: vscode.workspace.workspaceFolders?.length ?? 0,
    specs: all.length,
    settings: settingsOf(packageJSON),
    compute: (await connect()).pid === undefined ? 'not started' : 'running',
    last: newest && { report: newest.report, stale: newest.staleInputs.length > 0 },
    failure: failure && { kind: failure.kind, code: failure.code },
  };
}

/** Every setting of the extension that the manifest declares, as it is in effect. */
function settingsOf(manifest: {
  contributes: { configuration: { properties: object } };
}): Record<string, unknown> {
  const names = Object.keys(manifest.contributes.configuration.properties);
  const settings = vscode.workspace.getConfiguration();
  return Object.fromEntries(names.map((name) => [name, settings.get(name)]));
}
