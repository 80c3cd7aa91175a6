/**
 * One panel: a webview and its subject. It sends what the subject's report says whenever that changes, and does what the
 * page asks for. A hidden webview is gone with all it showed; its page asks again when it is back.
 */
import { basename } from 'node:path';
import * as vscode from 'vscode';
import {
  type HostToPanelMessage,
  type HostToPanelPayloads,
  type PanelToHostMessage,
  type PictureFormat,
  type PictureTheme,
  receiveFromPanel,
} from '../../protocol/panel.ts';
import { throttle } from '../../protocol/throttle.ts';
import { nameTab } from '../show/status.ts';
import { showPage, strings } from '../show/webview.ts';
import { withSpec } from '../state/later.ts';
import type { Services } from '../state/services.ts';
import { contentsOf, mayOpenSpec } from './contents.ts';
import { runSeries } from './run-series.ts';
import { goToPart, openSpec } from './spec-place.ts';
import { nameOfRun, type Subject } from './subject.ts';

/** A bar that moves more often than this is no easier to read. */
const PROGRESS_MS = 250;
/** A picture that is not there by then never will be. */
const DRAWING_MS = 20_000;

const { t } = vscode.l10n;

interface Drawing {
  resolve(content: string): void;
  reject(reason: Error): void;
}

export class ReportPanel {
  readonly subject: Subject;
  readonly panel: vscode.WebviewPanel;
  readonly #services: Services;
  readonly #listeners: vscode.Disposable[];
  readonly #drawings = new Map<number, Drawing>();
  #selected: HostToPanelPayloads['select'] | undefined;
  /** Whether the page listens; a hidden one does not exist. */
  #ready = false;
  #waiting: HostToPanelPayloads['draw'][] = [];
  #lastDrawing = 0;
  /** Whether the page has asked for the kept runs. */
  #showsHistory = false;
  #outdated = false;
  #showing: Promise<void> | undefined;

  constructor(panel: vscode.WebviewPanel, subject: Subject, services: Services) {
    this.panel = panel;
    this.subject = subject;
    this.#services = services;
    const { specPath } = subject;
    const { reports, runs } = services;
    const progress = throttle(() => this.#showProgress(), PROGRESS_MS);
    this.#listeners = [
      panel.webview.onDidReceiveMessage((value: unknown) => this.#receive(value)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#ready = this.#showsHistory = false;
      }),
      reports.onDidChangeRuns(() => this.#showsHistory && void this.#sendHistory()),
      reports.onDidChange((path) => path === specPath && void this.#show()),
      runs.onDidChange((path) => path === specPath && progress(undefined)),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => uri.fsPath === specPath && void this.#show()),
      vscode.workspace.onDidGrantWorkspaceTrust(() => void this.#show()),
      { dispose: () => progress.stop() },
    ];
    const name = basename(specPath);
    nameTab(
      panel,
      subject.reportPath === undefined
        ? t('LIS Report: {0}', name)
        : t('LIS Report: {0}, {1}', name, nameOfRun(subject.reportPath)),
    );
    showPage(panel, services.context.extensionUri, 'report');
  }

  /** Brings the panel to the front, with a tab if one is named. */
  reveal(select?: HostToPanelPayloads['select'], keepFocus = false): void {
    this.panel.reveal(undefined, keepFocus);
    if (select === undefined) return;
    // For a page that is not there yet; one that is must not be led back to this tab when it is shown again.
    this.#selected = this.#ready ? undefined : select;
    this.#post('select', select);
  }

  /** The charts in sight as a picture: base64 of a PNG, or the text of an SVG. @throws Error with the reason why not. */
  async draw(format: PictureFormat, theme?: PictureTheme): Promise<string> {
    this.panel.reveal();
    const late = setTimeout(() => this.#refuseDrawings(t('The panel does not answer.')), DRAWING_MS);
    const id = ++this.#lastDrawing;
    try {
      return await new Promise((resolve, reject) => {
        this.#drawings.set(id, { resolve, reject });
        this.#waiting.push({ id, format, ...(theme !== undefined && { theme }) });
        this.#drawWaiting();
      });
    } finally {
      clearTimeout(late);
      this.#drawings.delete(id);
    }
  }

  dispose(): void {
    this.#refuseDrawings(t('The panel was closed.'));
    for (const listener of this.#listeners) listener.dispose();
  }

  #receive(value: unknown): void {
    const received = receiveFromPanel(value);
    if ('problem' in received) this.#services.log.warn(`Panel: ${received.problem}`);
    else void this.#answer(received.message);
  }

  async #answer({ type, payload }: PanelToHostMessage): Promise<void> {
    const { specPath, reportPath } = this.subject;
    const uri = vscode.Uri.file(specPath);
    switch (type) {
      case 'ready':
        this.#post('strings', strings());
        await this.#show();
        if (this.#selected !== undefined) this.#post('select', this.#selected);
        this.#selected = undefined;
        this.#ready = true;
        this.#drawWaiting();
        break;
      case 'evaluate':
        // A config that carries a spec is known as one once it is open; what cannot be opened says so itself.
        await vscode.workspace.openTextDocument(uri).then(undefined, () => undefined);
        await vscode.commands.executeCommand('lis.evaluate', uri);
        break;
      case 'cancel':
        await vscode.commands.executeCommand('lis.cancel', uri);
        break;
      case 'export':
        await vscode.commands.executeCommand('lis.exportReport', vscode.Uri.file(reportPath ?? specPath));
        break;
      case 'openSpec':
        await openSpec(uri);
        break;
      case 'showRuns':
        await vscode.commands.executeCommand('lis.showRuns', uri);
        break;
      case 'history':
        this.#showsHistory = true;
        await this.#sendHistory();
        break;
      case 'goTo':
        await goToPart(uri, payload.name, payload.specPath);
        break;
      case 'act':
        await this.#services.hints().apply(specPath, payload.id);
        break;
      case 'drawn':
        this.#drawings.get(payload.id)?.resolve(payload.content);
        break;
      case 'failed':
        this.#services.log.error(`Panel: ${payload.message}`);
        if (payload.id !== undefined) this.#drawings.get(payload.id)?.reject(new Error(payload.message));
        break;
    }
  }

  /** Sends what there is to show now. Asked again meanwhile, it looks again, and only the last look is sent. */
  #show(): Promise<void> {
    this.#outdated = true;
    this.#showing ??= this.#look().finally(() => {
      this.#showing = undefined;
    });
    return this.#showing;
  }

  async #look(): Promise<void> {
    while (this.#outdated) {
      this.#outdated = false;
      const contents = await contentsOf(this.subject, this.#services);
      if (this.#outdated) continue;
      this.#send(contents);
      if (contents.type === 'report' && contents.payload.canEvaluate) void this.#sendActs();
    }
    this.#showProgress();
  }

  /** Later than the report: whether an edit fits may need a look at the data. */
  async #sendActs(): Promise<void> {
    this.#post('acts', await this.#services.hints().of(this.subject.specPath));
  }

  async #sendHistory(): Promise<void> {
    const { allRunPaths, runHistory } = await withSpec();
    const mayRead = mayOpenSpec(this.subject);
    const paths = mayRead ? await allRunPaths(this.subject.specPath, this.#services.storage) : [];
    this.#post('history', await runSeries(paths, runHistory));
  }

  #showProgress(): void {
    if (this.subject.reportPath !== undefined) return; // a run makes another file
    const state = this.#services.runs.of(this.subject.specPath);
    const { message, fraction, secondsLeft } = state ?? {};
    if (message === undefined || fraction === undefined) this.#post('progress', null);
    else this.#post('progress', { message, fraction, ...(secondsLeft !== undefined && { secondsLeft }) });
  }

  #drawWaiting(): void {
    if (!this.#ready) return;
    for (const request of this.#waiting.splice(0)) this.#post('draw', request);
  }

  #refuseDrawings(reason: string): void {
    for (const { reject } of this.#drawings.values()) reject(new Error(reason));
  }

  #post<Name extends keyof HostToPanelPayloads>(type: Name, payload: HostToPanelPayloads[Name]): void {
    this.#send({ type, payload } as HostToPanelMessage);
  }

  #send(message: HostToPanelMessage): void {
    void this.panel.webview.postMessage(message);
  }
}
