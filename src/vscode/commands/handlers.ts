/** What every command of the table does; what a command alone needs is loaded with it. */

import { Uri } from 'vscode';
import type { LoadFindings } from '../findings/register.ts';
import type { Panels } from '../panel/panels.ts';
import type { LoadRuns } from '../runs/register.ts';
import type { History } from '../state/runs/history.ts';
import type { Services } from '../state/services.ts';
import { runCommands } from './evaluate/commands.ts';
import { exampleCommands } from './example/commands.ts';
import { actions } from './later.ts';
import { newSpecCommands } from './new-spec/commands.ts';
import type { Handlers } from './register.ts';
import { panelCommands } from './report/commands.ts';
import { sideCommands } from './side/commands.ts';

export function handlersOf(
  services: Services,
  history: History,
  panels: Panels,
  { findings, runs }: { findings: LoadFindings; runs: LoadRuns },
): Handlers {
  return {
    ...runCommands(services),
    ...newSpecCommands(services),
    ...panelCommands(services, panels),
    ...sideCommands(services, history, panels, runs),
    ...exampleCommands(services),
    'lis.audit': (uri?: unknown, selection?: Uri[]) =>
      findings().audit(uri instanceof Uri ? uri : subjectOf(uri), selection),
    'lis.side.goToFinding': (node: unknown) => findings().goTo(node),
    'lis.showLog': () => services.log.show(),
    'lis.storeToken': async () => (await actions()).storeToken(services),
    'lis.forgetToken': async () => (await actions()).forgetToken(services),
    'lis.copyDebugInfo': async () => (await actions()).copyDebugInfo(services),
  };
}

/** The row of a view that its menu passes. */
function subjectOf(node: unknown): Uri | undefined {
  const uri = (node as { uri?: unknown } | undefined)?.uri;
  return uri instanceof Uri ? uri : undefined;
}
