/** The panel's page in a DOM without an editor: a host that records what it is told, and a canvas that cannot draw. */
import './browser.ts'; // first: see there
import type { HostToPanelPayloads, PanelState } from '../../src/protocol/panel.ts';
import { App } from '../../webview/app.ts';
import { registerComponents } from '../../webview/components.ts';
import { connectHost } from '../../webview/host.ts';
import { fullReport } from '../fixtures/full-report.ts';

registerComponents();

/** One page at a time: the listeners of the one before go with it. */
const listeners: [type: string, listener: EventListener][] = [];
const listen = window.addEventListener.bind(window);
window.addEventListener = ((type: string, listener: EventListener) => {
  listeners.push([type, listener]);
  listen(type, listener);
}) as typeof window.addEventListener;

export interface TestPage {
  root: HTMLElement;
  /** What the page told the host, in order. */
  posted: { type: string; payload: unknown }[];
  state(): PanelState | undefined;
  /** A message of the host, delivered as the browser would. */
  send<Name extends keyof HostToPanelPayloads>(type: Name, payload: HostToPanelPayloads[Name]): void;
  /** Any value on the channel. */
  deliver(data: unknown): void;
}

export type ReportPayload = HostToPanelPayloads['report'];

export function payload(changes: Partial<ReportPayload> = {}): ReportPayload {
  return {
    specPath: '/work/lis.yaml',
    specName: 'lis.yaml',
    canEvaluate: true,
    report: fullReport(),
    stale: null,
    staleInputs: [],
    earlier: [],
    note: null,
    ...changes,
  };
}

/** A page that has just started; `saved` is what the editor kept of the one before. */
export function startPage(saved?: unknown, bodyClass = 'vscode-dark'): TestPage {
  for (const [type, listener] of listeners.splice(0)) window.removeEventListener(type, listener);
  document.body.className = bodyClass;
  const root = document.createElement('div');
  document.body.replaceChildren(root);
  let state: unknown = saved;
  const posted: TestPage['posted'] = [];
  const host = connectHost({
    postMessage: (message) => posted.push(message as TestPage['posted'][number]),
    getState: () => state,
    setState: (next) => {
      state = next;
    },
  });
  new App(root, host).start();
  const deliver = (data: unknown): void => {
    window.dispatchEvent(new MessageEvent('message', { data }));
  };
  return {
    root,
    posted,
    state: () => state as PanelState | undefined,
    send: (type, content) => deliver({ type, payload: content }),
    deliver,
  };
}

/** Once the page has drawn: the toolkit works in microtasks and frames, whose number is what counts and not how long they take. */
export async function settled(): Promise<void> {
  for (let frame = 0; frame < 4; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
  await new Promise((resolve) => setTimeout(resolve));
}

/** The cells of a table by its name. */
export function cells(root: HTMLElement, name: string): string[][] {
  return [...root.querySelectorAll(`table[data-table="${name}"] tbody tr`)].map((row) =>
    [...row.children].map((cell) => cell.textContent ?? ''),
  );
}

export function textOf(root: HTMLElement, selector: string): string {
  return root.querySelector(selector)?.textContent ?? '';
}
