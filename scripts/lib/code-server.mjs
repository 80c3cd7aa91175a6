// @ts-check
/** Runs code-server on this machine's loopback address, for tests and for `npm run dev`. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { capture } from './command.mjs';

/**
 * @typedef {import('../editor.mjs').EditorCommand} EditorCommand
 * @typedef {{url: string, log: () => string, processGroup: number, stop: () => Promise<void>}} RunningEditor
 * `url` opens without a folder; append `?folder=PATH`. What the server starts is in its group of processes.
 */

/** A quiet editor: nothing that asks, advertises, or needs the network. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.startupEditor': 'none',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'git.openRepositoryInParentFolders': 'never',
  '[yaml]': { 'editor.autoIndent': 'none' }, // text that a test puts in stays as it is
};

/** Options without which code-server reads or writes the user's own configuration, or calls home. */
const privately = [
  '--config',
  devNull,
  '--disable-telemetry',
  '--disable-update-check',
  '--disable-getting-started-override',
];

/** Without what an editor that this script runs in left behind. */
function cleanEnvironment() {
  const env = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|NODE_OPTIONS$|PORT$|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(env), EXTENSIONS_GALLERY: '{}' }; // no marketplace to ask
}

/** @param {string} userData @param {Record<string, unknown>} settings */
export function writeSettings(userData, settings) {
  mkdirSync(join(userData, 'User'), { recursive: true });
  writeFileSync(join(userData, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
}

/**
 * Installs VSIXs into an extensions folder.
 * @param {EditorCommand} editor @param {string[]} vsixs @param {string} extensions @param {string} userData
 * @throws {Error} with the editor's own words when it refuses.
 */
export async function installVsixs({ command, args }, vsixs, extensions, userData) {
  const folders = ['--extensions-dir', extensions, '--user-data-dir', userData];
  const installs = vsixs.flatMap((vsix) => ['--install-extension', vsix]);
  const options = [...args, ...privately, ...folders, '--force', ...installs];
  const { code, text } = await capture(command, options, { env: cleanEnvironment() });
  const installed = text.match(/successfully installed/g)?.length ?? 0;
  if (code !== 0 || installed < vsixs.length)
    throw new Error(`${vsixs.join(' or ')} was not installed:\n${text}`);
}

/**
 * Starts code-server on a free port and waits until it listens.
 * @param {EditorCommand} editor
 * @param {{userData: string, extensions: string, trusted?: boolean}} options `trusted: false` leaves workspace trust on.
 * @returns {Promise<RunningEditor>}
 */
export function startCodeServer({ command, args }, { userData, extensions, trusted = true }) {
  const child = spawn(
    process.execPath,
    [
      ...[join(import.meta.dirname, 'guard.mjs'), command, ...args, ...privately],
      ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-file-downloads'],
      ...['--user-data-dir', userData, '--extensions-dir', extensions],
      ...(trusted ? ['--disable-workspace-trust'] : []),
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true, env: cleanEnvironment() },
  );
  const processGroup = child.pid ?? 0; // detached: the leader of its group
  let text = '';
  const ended = new Promise((resolve) => child.on('close', resolve));
  const stop = async () => {
    child.stdin.end();
    await ended;
  };
  return new Promise((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ part) => {
        text += part;
        const url = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(text)?.[1];
        if (url !== undefined) resolve({ url: `${url}/`, log: () => text, processGroup, stop });
      });
    }
    child.on('error', reject);
    ended.then(() => reject(new Error(`code-server ended before it listened:\n${text}`)));
  });
}
