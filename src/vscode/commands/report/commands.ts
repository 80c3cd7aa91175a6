/** The commands of the panel; all that they need is loaded with the first one. */

import type * as vscode from 'vscode';
import type { HostToPanelPayloads } from '../../../protocol/panel.ts';
import type { Panels, ShowHow } from '../../panel/panels.ts';
import type { Services } from '../../state/services.ts';
import { actions } from '../later.ts';
import type { Handlers } from '../register.ts';

/**
 * `lis.openReport` takes a spec or a report's file, and the tab to begin with, and whether the focus stays; `lis.exportReport` takes a spec or a report's
 * file. Without any they ask.
 */
export function panelCommands(
  services: Services,
  panels: Panels,
): Handlers<'lis.openReport' | 'lis.exportReport'> {
  return {
    'lis.openReport': async (uri?: vscode.Uri, select?: HostToPanelPayloads['select'], how: ShowHow = {}) => {
      const { chooseSubject } = await actions();
      const subject = await chooseSubject(services, uri);
      if (subject !== undefined) await panels.show(subject, isSelection(select) ? select : undefined, how);
    },
    'lis.exportReport': async (uri?: vscode.Uri) => {
      const { chooseForExport, exportReport } = await actions();
      const target = uri?.scheme === 'file' ? uri : undefined; // the title menu of a webview passes its own address
      const subject = await chooseForExport(services, panels, target);
      if (subject !== undefined) await exportReport(services, panels, subject);
    },
  };
}

/** Menus pass the whole selection of files as a second argument; callers of our own pass a tab. */
function isSelection(value: unknown): value is HostToPanelPayloads['select'] {
  return typeof value === 'object' && value !== null && 'tab' in value;
}
