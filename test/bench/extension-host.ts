/**
 * Times activations in real extension hosts. The staged extension gets another entry, which loads the real one and calls
 * its `activate()` with the clock around each, and notes the times in a file; every reload of the window starts a new
 * extension host, and so adds a line.
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import type { Editor } from '../../scripts/editor.mjs';
import { quietSettings, startCodeServer, writeSettings } from '../../scripts/lib/code-server.mjs';
import { Workbench } from '../e2e/harness/workbench.ts';

/** A busy machine starts an extension host in ten seconds or so. */
const PATIENCE_MS = 90_000;
const POLL_MS = 100;

export interface Activation {
  /** Milliseconds on the clock that loading the code took. */
  load: number;
  /** Milliseconds on the clock that `activate()` took. */
  activate: number;
  /** Milliseconds of processor that both took, which a busy machine does not stretch. */
  cpu: number;
}

/** Puts the clock around the entry of a staged extension. @returns the file that gets a line for each activation. */
function instrument(extension: string): string {
  const file = join(extension, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  const times = join(extension, 'activations.jsonl');
  const program = `const before = process.cpuUsage();
const started = performance.now();
const extension = require(${JSON.stringify(manifest.main)});
const load = performance.now() - started;
const loading = process.cpuUsage(before);
exports.activate = (context) => {
  const again = process.cpuUsage();
  const called = performance.now();
  const result = extension.activate(context);
  const activate = performance.now() - called;
  const { user, system } = process.cpuUsage(again);
  const cpu = (loading.user + loading.system + user + system) / 1000;
  require('node:fs').appendFileSync(${JSON.stringify(times)}, JSON.stringify({ load, activate, cpu }) + '\\n');
  return result;
};
`;
  writeFileSync(join(extension, 'measured.cjs'), program);
  writeFileSync(file, JSON.stringify({ ...manifest, main: './measured.cjs' }));
  return times;
}

async function lines(file: string, atLeast: number): Promise<string[]> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    if (found.length >= atLeast) return found;
    if (Date.now() > deadline) throw new Error(`the extension was not activated ${atLeast} times`);
    await delay(POLL_MS);
  }
}

/**
 * Opens `files` in a new editor whose extensions folder holds the staged extension, and reloads it until the extension has
 * been activated `times` times; a first time, which warms the caches of the disk, is not counted.
 */
export async function activations(
  { editor, chromium: executablePath }: Editor,
  extension: string,
  files: Record<string, string>,
  times: number,
): Promise<Activation[]> {
  const noted = instrument(extension);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lis-host-')));
  const undo: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  try {
    const [workspace, userData] = [join(folder, 'workspace'), join(folder, 'user')];
    mkdirSync(workspace);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(workspace, name), text);
    writeSettings(userData, quietSettings);
    const server = await startCodeServer(editor, { userData, extensions: join(extension, '..') });
    undo.push(server.stop);
    const args = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run'];
    const browser = await chromium.launch({ executablePath, args });
    undo.push(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`${server.url}?folder=${encodeURIComponent(workspace)}`);
    const workbench = new Workbench(page);
    await workbench.ready();
    for (const name of Object.keys(files)) await workbench.openFile(name); // opened again at each reload
    for (let count = 1; count <= times; count++) {
      await lines(noted, count);
      await workbench.reload();
    }
    const [, ...counted] = await lines(noted, times + 1);
    return counted.map((line) => JSON.parse(line) as Activation);
  } finally {
    for (let step = undo.pop(); step !== undefined; step = undo.pop()) await step();
  }
}
