/** The host's side of the page LIS Runs: what it answers, and what it writes. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { RunsToHostPayloads } from '../../../../src/protocol/runs.ts';
import type { RunsHost } from '../../../../src/vscode/runs/contract.ts';
import { RunsPanel } from '../../../../src/vscode/runs/panel.ts';

const editor = vi.hoisted(() => {
  const workspace = {
    isTrusted: true,
    asRelativePath: ({ fsPath }: { fsPath: string }) => fsPath.slice(3),
    onDidGrantWorkspaceTrust: () => ({}),
  };
  return { workspace, window: { showWarningMessage: async () => 'Delete' } };
});
vi.mock('vscode', () => ({
  ...{ l10n: { t: (text: string) => text }, Disposable: { from: () => ({}) } },
  ...editor,
}));
vi.mock('../../../../src/vscode/show/webview.ts', () => ({ showPage: () => undefined, strings: () => ({}) }));

const run = (minute: number) => ({
  path: `/w/.lis/runs/${minute}.json`,
  ...{ time: `2026-11-30T10:${minute}:00.000Z`, spec: { fsPath: '/w/lis.yaml' } },
  ...{ pinned: false, tags: [], note: '', content: { problem: 'cut off' } },
});
const RUNS = [run(31), run(29)];
const PATHS = RUNS.map(({ path }) => path);

async function opened() {
  const posted: { type: string; payload: unknown }[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const history = {
    ...{ all: async () => RUNS, onDidChange: () => ({}) },
    ...{ pin: vi.fn(async () => {}), annotate: vi.fn(async () => {}), delete: vi.fn(async () => {}) },
  };
  const webview = {
    postMessage: (message: (typeof posted)[number]) => posted.push(message),
    onDidReceiveMessage: (listener: typeof receive) => {
      receive = listener;
    },
  };
  const host = {
    ...{ history, open: vi.fn(), services: { context: {}, log: { warn: vi.fn(), error: vi.fn() } } },
    withSpec: async () => ({ readReport: () => Promise.reject(new Error('cut off')) }),
  };
  const panel = new RunsPanel(
    { webview, reveal: () => undefined, onDidChangeViewState: () => ({}) } as never,
    host as unknown as RunsHost,
  );
  const send = async <Name extends keyof RunsToHostPayloads>(
    type: Name,
    payload: RunsToHostPayloads[Name],
  ) => {
    receive({ type, payload });
    await new Promise((done) => setTimeout(done));
  };
  await send('ready', {});
  return { panel, history, host, posted, send };
}

beforeEach(() => {
  editor.workspace.isTrusted = true;
});

describe('a comparison', () => {
  it('says which question of the page it answers, and that it answers none', async () => {
    editor.workspace.isTrusted = false; // else another process compares
    const { panel, posted, send } = await opened();
    await send('compare', { paths: PATHS });
    const paths = [...PATHS].reverse();
    expect(posted.at(-1)).toEqual({
      type: 'comparison',
      payload: { paths, asked: PATHS, problem: 'cut off' },
    });
    panel.compare(RUNS as never);
    await vi.waitFor(() => expect(posted.at(-1)?.payload).toEqual({ paths, problem: 'cut off' }));
  });
});

describe('without trust', () => {
  const [path] = PATHS as [string];

  it('reports are read, and nothing is written', async () => {
    editor.workspace.isTrusted = false;
    const { history, host, send } = await opened();
    await send('pin', { path, pinned: true });
    await send('annotate', { path, note: 'why' });
    await send('delete', { paths: [path] });
    await send('open', { path });
    expect(host.open).toHaveBeenCalledWith(RUNS[0]);
    for (const write of [history.pin, history.annotate, history.delete]) expect(write).not.toHaveBeenCalled();
  });

  it('is what makes the difference', async () => {
    const { history, send } = await opened();
    await send('pin', { path, pinned: true });
    await send('annotate', { path, note: 'why' });
    await send('delete', { paths: [path] });
    for (const write of [history.pin, history.annotate, history.delete])
      await vi.waitFor(() => expect(write).toHaveBeenCalledTimes(1));
  });
});
