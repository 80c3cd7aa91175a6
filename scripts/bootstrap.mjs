#!/usr/bin/env node
// @ts-check
/**
 * `node scripts/bootstrap.mjs NAME [ARGUMENTS]`: makes a bare clone ready, then runs `scripts/NAME.mjs` with the pinned
 * Node. It exists because npm starts scripts with whatever Node the machine has: this file therefore needs nothing but
 * Node 18, installs the locked packages only when they differ from the lock file, and spawns the real script, since a
 * shell keeps the first `node` that it found.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const windows = process.platform === 'win32';
const node = join(root, 'node_modules', 'node', 'bin', windows ? 'node.exe' : 'node');

/** @param {string} sentence @returns {never} */
function fail(sentence) {
  console.error(sentence);
  process.exit(4);
}

/** @param {string} file @returns {Record<string, {version?: string, integrity?: string, optional?: boolean, devOptional?: boolean}>} */
function packagesOf(file) {
  const { packages } = JSON.parse(readFileSync(file, 'utf8'));
  delete packages[''];
  return packages;
}

/** What is wrong with the installed packages, or null when they are the locked ones. */
function difference() {
  const record = join(root, 'node_modules', '.package-lock.json'); // npm writes it last, so it proves a whole install
  if (!existsSync(record)) return 'no packages are installed';
  if (!existsSync(node)) return 'the pinned Node is missing';
  const locked = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(record);
  for (const [path, want] of Object.entries(locked)) {
    const have = installed[path];
    if (have === undefined) {
      if (want.optional || want.devOptional) continue; // another platform's binary
      return `${path} is missing`;
    }
    if (have.version !== want.version || have.integrity !== want.integrity)
      return `${path} is another version`;
  }
  const extra = Object.keys(installed).find((path) => locked[path] === undefined);
  return extra === undefined ? null : `${extra} is not in the lock file`;
}

/** The path as the machine had it: npm puts this clone's own (perhaps outdated) programs first. */
function machinePath() {
  const modulesFolder = join(root, 'node_modules');
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modulesFolder))
    .join(delimiter);
}

function install() {
  const reason = difference();
  if (reason === null) return;
  console.error(`Installing the locked packages (${reason}) …`);
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, PATH: machinePath() },
    shell: windows,
  });
  if (error) fail(`npm could not be started (${error.message}): install Node with npm, then run this again.`);
  if (status !== 0) fail(`npm ci failed in ${root}; its messages are above.`);
  const left = difference();
  if (left !== null)
    fail(`npm ci ended well but ${left}: run npm ci --foreground-scripts in ${root} to see why.`);
}

const [name, ...rest] = process.argv.slice(2);
const script = join(root, 'scripts', `${name}.mjs`);
if (!name || !existsSync(script)) fail(`There is no script "${name ?? ''}" in scripts/.`);
install();

const child = spawn(node, [script, ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    PATH: [dirname(node), join(root, 'node_modules', '.bin'), machinePath()].join(delimiter),
  },
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  // A terminal sends Ctrl-C to the child as well; everyone else signals this process alone.
  process.on(signal, () =>
    signal === 'SIGINT' && process.stdin.isTTY ? undefined : void child.kill(signal),
  );
}
child.on('error', (error) => fail(`${script} could not be started: ${error.message}`));
child.on('exit', (code, signal) =>
  process.exit(signal === null ? (code ?? 4) : 128 + constants.signals[signal]),
);
