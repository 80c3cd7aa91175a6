/**
 * The panels that are open, one for each subject, and their way back after a reload of the window. What a panel needs is
 * loaded with the first one.
 */
import * as vscode from 'vscode';
import type { HostToPanelPayloads } from '../../protocol/panel.ts';
import type { Services } from '../state/services.ts';
import type { ReportPanel } from './report-panel.ts';
import type { Subject } from './subject.ts';

export const VIEW_TYPE = 'lis.report';

export interface ShowHow {
  /** A panel that opens by itself leaves the focus where somebody may be typing. */
  keepFocus?: boolean;
}

export class Panels implements vscode.Disposable {
  readonly #services: Services;
  readonly #open = new Set<ReportPanel>();
  readonly #serializer: vscode.Disposable;

  constructor(services: Services) {
    this.#services = services;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
      deserializeWebviewPanel: (panel, state) => this.#restore(panel, state),
    });
  }

  /** The panel that has the focus, else the only one there is. */
  get active(): ReportPanel | undefined {
    const all = [...this.#open];
    return all.find(({ panel }) => panel.active) ?? (all.length === 1 ? all[0] : undefined);
  }

  /** Shows a subject: in its panel where it has one, else in a new one beside the text that is being edited. */
  async show(
    subject: Subject,
    select?: HostToPanelPayloads['select'],
    { keepFocus = false }: ShowHow = {},
  ): Promise<ReportPanel> {
    const { sameSubject } = await import('./showing.ts');
    if (this.#services.reports.get(subject.specPath) !== undefined)
      void vscode.commands.executeCommand('setContext', 'lis.verdictSeen', true); // a step of the walkthrough
    const open = [...this.#open].find((candidate) => sameSubject(candidate.subject, subject));
    if (open !== undefined) {
      open.reveal(select, keepFocus);
      return open;
    }
    const title = vscode.l10n.t('LIS Report');
    const panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, {
      viewColumn: this.#columnBesideText(),
      preserveFocus: keepFocus,
    });
    const made = await this.#adopt(panel, subject);
    if (select !== undefined) made.reveal(select);
    return made;
  }

  dispose(): void {
    this.#serializer.dispose();
    // The webviews stay: a window that reloads disposes of its extensions, and would find no panel to restore.
    for (const panel of this.#open) panel.dispose();
  }

  /** Not over the text that is being edited; with the other panels where it can be, and in a new group only if need be. */
  #columnBesideText(): vscode.ViewColumn {
    const text = vscode.window.activeTextEditor?.viewColumn;
    if (text === undefined) return vscode.ViewColumn.Active;
    const panels = [...this.#open].map(({ panel }) => panel.viewColumn);
    const groups = vscode.window.tabGroups.all.map(({ viewColumn }) => viewColumn);
    return (
      [...panels, ...groups].find((column) => column !== undefined && column !== text) ??
      vscode.ViewColumn.Beside
    );
  }

  async #restore(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const { PanelStateSchema } = await import('./showing.ts');
    const kept = PanelStateSchema.safeParse(state);
    // A page that never got to show anything, or one of another version, knows no report to come back to.
    if (kept.success) await this.#adopt(panel, kept.data);
    else panel.dispose();
  }

  async #adopt(panel: vscode.WebviewPanel, { specPath, reportPath }: Subject): Promise<ReportPanel> {
    const { ReportPanel } = await import('./showing.ts');
    const made = new ReportPanel(panel, { specPath, reportPath }, this.#services);
    this.#open.add(made);
    panel.onDidDispose(() => {
      this.#open.delete(made);
      made.dispose();
    });
    return made;
  }
}
