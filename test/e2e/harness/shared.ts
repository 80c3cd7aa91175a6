/**
 * One server and one browser for all files that a worker of the suite runs. A start of both costs as much of the processor as a
 * dozen tests: the second page of an editor has the scripts of the first in its cache, compiled. What a test may leave behind is
 * not shared: each editor has a workspace, user settings and a page of its own, and the browser forgets what it has stored.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { startCodeServer, writeSettings } from '../../../scripts/lib/code-server.mjs';
import { viewport } from './workbench.ts';

/** Headless Chromium that never talks to anything but the editor. */
const chromiumArgs = [
  ...[
    '--no-sandbox',
    '--disable-gpu',
    '--disable-software-rasterizer',
    '--disable-dev-shm-usage',
    '--no-first-run',
  ],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'],
];

/** What a page of the editor keeps in the browser, but for the caches of what the server sent. */
const STORED = 'cookies,file_systems,indexeddb,local_storage,websql';

export interface Shared {
  server: Awaited<ReturnType<typeof startCodeServer>>;
  context: BrowserContext;
  /** The user's folder of the server, whose settings and keys each editor writes anew. */
  userData: string;
  close(): Promise<void>;
}

/** A worker's: its files run one after the other in one process. */
let running: Promise<Shared> | undefined;

async function start(): Promise<Shared> {
  const folder = mkdtempSync(join(inject('folder'), 'w-')); // the run removes it: a worker may end without a word
  const userData = join(folder, 'user');
  mkdirSync(userData);
  const extensions = inject('extensions');
  const server = await startCodeServer(inject('editor'), { userData, extensions, trusted: false }); // each editor's settings say
  try {
    const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
      ...{ executablePath: inject('chromium'), args: chromiumArgs, viewport },
    });
    const close = async (): Promise<void> => {
      running = undefined;
      await context.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    };
    return { server, context, userData, close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The worker's server and browser, started where they are not. */
export function shared(): Promise<Shared> {
  running ??= start();
  running.catch(() => (running = undefined));
  return running;
}

/** Ends the worker's server and browser, if there are any. */
export async function endShared(): Promise<void> {
  const both = await running?.catch(() => undefined);
  await both?.close();
}

/** Puts the user's folder back to what an editor begins with. */
export function writeUser(
  { userData }: Shared,
  settings: Record<string, unknown>,
  keys: readonly object[] = [],
): void {
  rmSync(join(userData, 'User'), { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  writeSettings(userData, settings);
  if (keys.length > 0) writeFileSync(join(userData, 'User', 'keybindings.json'), JSON.stringify(keys));
}

/** A page of a browser that has stored nothing. */
export async function emptyPage({ context, server }: Shared): Promise<Page> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const origin = new URL(server.url).origin;
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: STORED });
  await session.detach();
  return page;
}
