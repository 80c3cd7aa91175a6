/**
 * Opens a real VS Code (code-server) with the packaged extension in headless Chromium, which the files of a worker share (shared.ts).
 * What an editor writes is gone after `close()`, and all processes are gone even when the test process is killed.
 */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { quietSettings } from '../../../scripts/lib/code-server.mjs';
import { PROBED } from './probe.ts';
import { emptyPage, endShared, type Shared, shared, writeUser } from './shared.ts';
import { SOON_MS } from './wait.ts';
import { Workbench } from './workbench.ts';

/** Where the editor itself lies: in a cache that is named for this extension, which its own complaints then name too. */
const editorFiles = /\S*(?:\/|%2F)lis-lens(?:\/|%2F)code-server-\S*/g;

/** Without parts of the workbench that nothing here looks at, which take a quarter of what the processor has to do for a window. */
const plainSettings = {
  'breadcrumbs.enabled': false,
  'editor.bracketPairColorization.enabled': false,
  'editor.cursorBlinking': 'solid',
  'editor.folding': false,
  'editor.guides.indentation': false,
  'editor.matchBrackets': 'never',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.semanticHighlighting.enabled': false,
  'editor.stickyScroll.enabled': false,
  'extensions.webWorker': false,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'remote.autoForwardPorts': false, // it asks every process of the machine for its ports, again and again
  'terminal.integrated.enablePersistentSessions': false,
  'window.commandCenter': false,
  'workbench.iconTheme': null,
  'workbench.layoutControl.enabled': false,
};

/**
 * Nothing here depends on who has the focus for a moment, or on how much time passed since a key. Small runs take half as much of the
 * processor on one thread, which needs no time to start others.
 */
const steadySettings = {
  ...plainSettings,
  'workbench.quickOpen.closeOnFocusLost': false,
  'files.autoSave': 'off',
  'workbench.reduceMotion': 'on',
  'lis.threads': 1,
  // A report that opens by itself halves the editor's width: the test of the first run asks for it.
  'lis.openReport': 'never',
};

/** A workspace is trusted where trust is not asked for. */
const trusting = { 'security.workspace.trust.enabled': false };
const restricted = { 'security.workspace.trust.startupPrompt': 'never' };

/** What counts as ours in the console; the workbench also complains there, about its missing network among others. */
function isOurs(text: string): boolean {
  return /lis-lens|content security policy/i.test(text.replaceAll(editorFiles, ''));
}

/** Runs in every frame: a webview whose policy blocks something says so in the console. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('content security policy: ' + event.violatedDirective + ' blocked ' + event.blockedURI));`;

/**
 * What turns, fades or slides would be drawn sixty times a second, by the processor: every list fades its scroll bars. A notification
 * is left alone: the editor waits for the end of its transition.
 */
const standStill = `{
  const still = new CSSStyleSheet();
  still.replaceSync(\`
    :not(.notification-toast), ::before, ::after { transition: none !important; }
    .progress-bit, .codicon-modifier-spin, .codicon-loading { animation: none !important; }\`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, still];
}`;

/** The last writes of a server that is ending may come while its folder is removed. */
const remove = { recursive: true, force: true, maxRetries: 10, retryDelay: 200 };

export interface EditorOptions {
  /** A folder to copy and open, absolute or relative to the clone. The original is never written to. */
  workspace?: string;
  /** Further files of the workspace: path → contents. */
  files?: Record<string, string>;
  /** A `.code-workspace` file among `files` to open instead of the folder: several folders at once. */
  codeWorkspace?: string;
  /** User settings, over the harness's quiet ones. */
  settings?: Record<string, unknown>;
  /** Keys of the user's own: what they run is not asked whether it is enabled, as what a link runs is not. */
  keys?: readonly { key: string; command: string }[];
  /** False opens the folder in restricted mode. Default true. */
  trusted?: boolean;
  /** Has an extension beside the packaged one that runs code of the test's (probe.ts). */
  probe?: boolean;
}

export interface RunningEditor {
  workbench: Workbench;
  page: Page;
  /** The copy of the workspace that is open. */
  workspace: string;
  /** Errors in the console that name the extension, and breaches of a content security policy. Empty in a healthy editor. */
  consoleErrors: string[];
  /** The id of the group of processes of the server, of its extensions and of what these start. */
  processGroup: number;
  /** The server's own log, for a failure's message. */
  serverLog(): string;
  close(): Promise<void>;
}

function prepareWorkspace(folder: string, { workspace, files = {}, probe }: EditorOptions): string {
  const copy = join(folder, 'workspace');
  mkdirSync(copy);
  if (probe) writeFileSync(join(copy, PROBED), '');
  if (workspace !== undefined) cpSync(workspace, copy, { recursive: true, preserveTimestamps: true });
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), contents);
  }
  return copy;
}

/** A page in which breaches of a policy and our own errors are noted. */
async function openPage(shared: Shared, errors: string[]): Promise<Page> {
  const page = await emptyPage(shared);
  page.setDefaultTimeout(SOON_MS);
  page.setDefaultNavigationTimeout(2 * SOON_MS);
  await page.addInitScript({ content: `${reportViolations}\n${standStill}` });
  const slower = Number(process.env['LIS_TEST_SLOWER'] ?? 1);
  if (slower > 1) {
    const session = await shared.context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  }
  page.on('pageerror', (error) => isOurs(error.stack ?? '') && errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const origin = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && isOurs(origin)) errors.push(message.text());
  });
  return page;
}

/** Ends a page as a person does: the editor in it says goodbye to its server, which ends what it had started for it. */
async function leave(page: Page): Promise<void> {
  await page.goto('about:blank').catch(() => undefined);
  await page.close();
}

/** Starts an editor and waits until its workbench is up. */
export async function startEditor(options: EditorOptions = {}): Promise<RunningEditor> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-')));
  const workspace = prepareWorkspace(folder, options);
  const undo: (() => unknown)[] = [() => rmSync(folder, remove)];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  const trust = options.trusted === false ? restricted : trusting;
  try {
    const both = await shared();
    const { server } = both;
    const settings = { ...quietSettings, ...steadySettings, ...trust, ...options.settings };
    writeUser(both, settings, options.keys);
    const consoleErrors: string[] = [];
    const page = await openPage(both, consoleErrors);
    undo.push(() => leave(page));
    const { codeWorkspace } = options;
    const opened =
      codeWorkspace === undefined
        ? `folder=${encodeURIComponent(workspace)}`
        : `workspace=${encodeURIComponent(join(workspace, codeWorkspace))}`;
    await page.goto(`${server.url}?${opened}`);
    const workbench = new Workbench(page);
    await workbench.ready();
    const { processGroup } = server;
    const earlier = server.log().length;
    const serverLog = (): string => server.log().slice(earlier);
    const look = { consoleErrors, serverLog, processGroup };
    return { workbench, page, workspace, ...look, close };
  } catch (error) {
    await close();
    await endShared(); // the next begins with others
    throw error;
  }
}
