// @ts-check
/** System packages: found where they are, installed where this script may (Debian's apt as root), else named. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { capture, run } from './command.mjs';
import { cacheFolder } from './kept.mjs';
import { withLock } from './lock.mjs';

/** What code-server's native modules compile and link against, besides a compiler and Python for node-gyp. */
const buildPackages = [
  ...['build-essential', 'python3', 'pkg-config'],
  ...['libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'],
];
/** Python with virtual environments, and the OpenMP that LightGBM's wheel links against: the worked example of a ranker. */
const pythonPackages = ['python3', 'python3-venv', 'libgomp1'];
/** The browser without a window starts and draws for less; Debian 12 and later have it. */
const browserPackages = ['chromium-headless-shell', 'fonts-dejavu-core'];
const otherBrowserPackages = ['chromium', 'fonts-dejavu-core'];

const macBrowsers = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** @param {string} name @returns {string | null} the program's path. */
export function which(name) {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((file) => existsSync(file)) ?? null;
}

/** @param {string[]} names @returns {Promise<string[]>} those that are not installed. */
async function missingPackages(names) {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const { text } = await capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...names]);
  const installed = new Set(text.split('\n'));
  return names.filter((name) => !installed.has(`${name} installed`));
}

/**
 * Installs Debian packages where that is possible. Set `LIS_NO_SYSTEM_INSTALL` to keep hands off the system.
 * @param {string[]} names
 * @returns {Promise<string | null>} null when all are there, else one sentence with the command to run.
 */
async function ensurePackages(names) {
  if (process.platform !== 'linux' || which('apt-get') === null) return null; // their absence shows when it matters
  const missing = await missingPackages(names);
  if (missing.length === 0) return null;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  const sentence = `system packages are missing; run: sudo ${command}`;
  if (process.getuid?.() !== 0 || process.env['LIS_NO_SYSTEM_INSTALL']) return sentence;
  return withLock(join(cacheFolder(), 'system-packages.lock'), () => install(names, sentence)); // apt itself fails where another runs
}

/**
 * @param {string[]} names @param {string} sentence what to say where it fails
 * @returns {Promise<string | null>} null, or the sentence.
 */
async function install(names, sentence) {
  const missing = await missingPackages(names); // another process may just have installed some
  if (missing.length === 0) return null;
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  console.log(`Installing system packages: ${missing.join(' ')} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await run('apt-get', command.split(' ').slice(1), {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return code === 0 ? null : sentence;
}

/** @returns {Promise<string | null>} null when the editor can be built, else what to do. */
export function ensureBuildPackages() {
  return ensurePackages(buildPackages);
}

/** The oldest Python that the example's pinned packages are made for. */
const oldestPython = [3, 11];

/** @returns {Promise<{path: string} | {reason: string}>} a Python that makes virtual environments, or what to do. */
export async function ensurePython() {
  const works = async () => {
    const test = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${oldestPython.join(', ')}))`;
    const path = which('python3');
    return path !== null && (await capture(path, ['-c', test])).code === 0 ? { path } : null;
  };
  const found = await works();
  // A Python of the user's own needs no package of the system's but the library.
  const reason = await ensurePackages(found === null ? pythonPackages : ['libgomp1']);
  const python = found ?? (await works());
  if (reason === null && python !== null) return python;
  const wanted = `Python ${oldestPython.join('.')} or newer with the venv module was not found; install it`;
  return { reason: reason ?? wanted };
}

/** @returns {string | null} an existing browser of the Chromium family: `LIS_CHROMIUM`, else a usual place. */
function findChromium() {
  const given = process.env['LIS_CHROMIUM'];
  if (given) return existsSync(given) ? given : null;
  const names = [
    ...['chromium-headless-shell', 'chromium', 'chromium-browser'],
    ...['google-chrome', 'google-chrome-stable'],
  ];
  for (const name of names) {
    const path = which(name);
    if (path !== null) return path;
  }
  return macBrowsers.find((path) => existsSync(path)) ?? null;
}

/** @returns {Promise<{path: string} | {reason: string}>} the browser, or why there is none and what to do. */
export async function ensureChromium() {
  const given = process.env['LIS_CHROMIUM'];
  const found = findChromium();
  if (found !== null) return { path: found };
  if (given) return { reason: `LIS_CHROMIUM names ${given}, which does not exist` };
  const refused = await ensurePackages(browserPackages);
  const reason = findChromium() === null ? await ensurePackages(otherBrowserPackages) : refused;
  const installed = findChromium();
  if (installed !== null) return { path: installed };
  return { reason: reason ?? 'no Chromium or Chrome was found; install one or name it in LIS_CHROMIUM' };
}
