/**
 * Starts a real VS Code (code-server) with the packaged extension and opens it in headless Chromium. Everything that it
 * starts or writes is gone after `close()`, and the processes are gone even when the test process is killed.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { quietSettings, startCodeServer, writeSettings } from '../../../scripts/lib/code-server.mjs';
import { extensionsWithProbe } from './probe.ts';
import { again, SOON_MS } from './wait.ts';
import { type Theme, themeSetting, viewport, Workbench } from './workbench.ts';

/** Headless Chromium that never talks to anything but the editor. */
const chromiumArgs = [
  ...['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
];

/** Where the editor itself lies: in a cache that is named for this extension, which its own complaints then name too. */
const editorFiles = /\S*(?:\/|%2F)lis-lens(?:\/|%2F)code-server-\S*/g;

/**
 * Nothing here depends on who has the focus for a moment, or on how much time passed since a key. Small runs take half as much of the
 * processor on one thread, which needs no time to start others.
 */
const steadySettings = {
  'workbench.quickOpen.closeOnFocusLost': false,
  'files.autoSave': 'off',
  'workbench.reduceMotion': 'on',
  'lis.threads': 1,
};

/** What counts as ours in the console; the workbench also complains there, about its missing network among others. */
function isOurs(text: string): boolean {
  return /lis-lens|content security policy/i.test(text.replaceAll(editorFiles, ''));
}

/** Runs in every frame: a webview whose policy blocks something says so in the console. */
const reportViolations = `document.addEventListener('securitypolicyviolation', (event) =>
  console.error('content security policy: ' + event.violatedDirective + ' blocked ' + event.blockedURI));`;

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
  /** Replaces the user settings that were given at the start, and reloads: the server does not watch that file. */
  setSettings(settings: Record<string, unknown>): Promise<void>;
  /**
   * Shows a theme: the first one after a reload, so that what a test looks for has come back by itself; the others on the spot,
   * since a reload repeats most of a start.
   */
  showTheme(theme: Theme): Promise<void>;
  /** Errors in the console that name the extension, and breaches of a content security policy. Empty in a healthy editor. */
  consoleErrors: string[];
  /** The id of the group of processes that the editor starts: its server, its extensions and what these start. */
  processGroup: number;
  /** The server's own log, for a failure's message. */
  serverLog(): string;
  close(): Promise<void>;
}

function prepareWorkspace(folder: string, { workspace, files = {} }: EditorOptions): string {
  const copy = join(folder, 'workspace');
  mkdirSync(copy);
  if (workspace !== undefined) cpSync(workspace, copy, { recursive: true, preserveTimestamps: true });
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), contents);
  }
  return copy;
}

async function openPage(browser: Browser, errors: string[]): Promise<Page> {
  const context = await browser.newContext({ viewport });
  context.setDefaultTimeout(SOON_MS);
  context.setDefaultNavigationTimeout(2 * SOON_MS);
  await context.addInitScript({ content: reportViolations });
  const page = await context.newPage();
  const slower = Number(process.env['LIS_TEST_SLOWER'] ?? 1);
  if (slower > 1) {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slower });
  }
  page.on('pageerror', (error) => isOurs(error.stack ?? '') && errors.push(error.stack ?? error.message));
  page.on('console', (message) => {
    const origin = `${message.text()} ${message.location().url}`;
    if (message.type() === 'error' && isOurs(origin)) errors.push(message.text());
  });
  return page;
}

/** Starts an editor and waits until its workbench is up. */
export async function startEditor(options: EditorOptions = {}): Promise<RunningEditor> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-'))); // short: it will hold a socket
  const workspace = prepareWorkspace(folder, options);
  const userData = join(folder, 'user');
  const trust = options.trusted === false ? { 'security.workspace.trust.startupPrompt': 'never' } : {};
  // A report that opens by itself halves the editor's width: the test of the first run asks for it.
  const alone = { 'lis.openReport': 'never' };
  const write = (settings: Record<string, unknown>): void =>
    writeSettings(userData, { ...quietSettings, ...steadySettings, ...trust, ...alone, ...settings });
  write(options.settings ?? {});
  if (options.keys !== undefined)
    writeFileSync(join(userData, 'User', 'keybindings.json'), JSON.stringify(options.keys));

  const undo: (() => unknown)[] = [() => rmSync(folder, remove)];
  const close = async (): Promise<void> => {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  };
  try {
    const trusted = options.trusted ?? true;
    const extensions = options.probe ? await extensionsWithProbe() : inject('extensions');
    if (options.probe) undo.push(() => rmSync(dirname(extensions), remove));
    const server = await startCodeServer(inject('editor'), { userData, extensions, trusted });
    undo.push(server.stop);
    const browser = await chromium.launch({ executablePath: inject('chromium'), args: chromiumArgs });
    undo.push(() => browser.close());
    const consoleErrors: string[] = [];
    const page = await openPage(browser, consoleErrors);
    const { codeWorkspace } = options;
    const opened =
      codeWorkspace === undefined
        ? `folder=${encodeURIComponent(workspace)}`
        : `workspace=${encodeURIComponent(join(workspace, codeWorkspace))}`;
    await page.goto(`${server.url}?${opened}`);
    const workbench = new Workbench(page);
    await workbench.ready();
    const written = (): string => readFileSync(join(userData, 'User', 'settings.json'), 'utf8');
    const setSettings = async (settings: Record<string, unknown>): Promise<void> => {
      await again(3, async () => {
        write(settings);
        const before = written();
        await workbench.reload();
        if (written() !== before) throw new Error('the editor wrote its own settings over those of the test');
      });
    };
    let shown = false;
    const showTheme = async (theme: Theme): Promise<void> => {
      if (shown) return workbench.setTheme(theme);
      await setSettings({ ...options.settings, ...themeSetting(theme) });
      await workbench.waitForTheme(theme);
      shown = true;
    };
    const { log: serverLog, processGroup } = server;
    const look = { consoleErrors, serverLog, processGroup };
    return { workbench, page, workspace, setSettings, showTheme, ...look, close };
  } catch (error) {
    await close();
    throw error;
  }
}
