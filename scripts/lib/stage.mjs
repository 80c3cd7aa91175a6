// @ts-check
/**
 * A clean folder to pack for one platform, outside the source tree: only what ships, with that platform's native files.
 * This platform's are those of node_modules; another's are installed from the lock file, whose hashes npm holds them to.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { thin } from './binaries.mjs';
import { bundledPackages, entries, shippedEntries } from './bundles.mjs';
import { capture } from './command.mjs';
import { nativeLibrariesText } from './native-libraries.mjs';
import { noticeOf, noticesText } from './notices.mjs';
import { root } from './project.mjs';
import { ownTarget } from './targets.mjs';

/**
 * @typedef {import('./targets.mjs').Target} Target
 * @typedef {{version: string, integrity: string, dependencies?: Record<string, string>, optionalDependencies?: Record<string, string>}} Locked
 */

/** Parts of the manifest that are about developing the extension, or about files that do not ship. */
const notShipped = ['scripts', 'devDependencies', 'allowScripts', 'bin', 'exports'];

/** @param {string} file @returns {Record<string, Locked>} by path. */
function lockedPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

/**
 * The packages that the code needs at run time on a platform, of the bindings the platform's own.
 * @param {Record<string, Locked>} locked @param {Target} target @returns {string[]} their paths.
 * @throws {Error} when the lock file holds no binding for the target.
 */
export function runtimePackages(locked, target) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {Locked | undefined} owner */
  const follow = (owner) => {
    const optional = Object.keys(owner?.optionalDependencies ?? {}).filter((name) => name === target.binding);
    for (const name of [...Object.keys(owner?.dependencies ?? {}), ...optional]) {
      const path = `node_modules/${name}`;
      if (found.has(path)) continue;
      found.add(path);
      follow(locked[path]);
    }
  };
  follow(locked['']);
  if (!found.has(`node_modules/${target.binding}`))
    throw new Error(`DuckDB has no binding for ${target.name}: the lock file holds no ${target.binding}.`);
  return [...found].toSorted();
}

/** The top-level names that .vscodeignore lets through. @param {string} ignore its text. */
export function shippedNames(ignore) {
  const names = ignore.split('\n').flatMap((line) => /^!([^/*]+)/.exec(line.trim())?.[1] ?? []);
  return [...new Set(names)];
}

/** Whether a path of dist/ belongs into the VSIX; .vscodeignore has the last word. @param {string} path */
function isShipped(path) {
  if (/\.(map|vsix|part)$|^\.build$/.test(path)) return false;
  return shippedEntries.some(({ out }) => out === path) || !entries.some(({ out }) => out === path);
}

/** @param {Target} target @param {string} folder */
async function installPackages(target, folder) {
  const locked = lockedPackages(join(root, 'package-lock.json'));
  const paths = runtimePackages(locked, target);
  if (target.name === ownTarget().name) {
    for (const path of paths) cpSync(join(root, path), join(folder, path), { recursive: true });
    return paths;
  }
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(root, file), join(folder, file));
  const platform = [
    `--os=${target.os}`,
    `--cpu=${target.cpu}`,
    ...(target.libc ? [`--libc=${target.libc}`] : []),
  ];
  const quiet = [
    '--omit=dev',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { code, text } = await capture('npm', ['ci', ...quiet, ...platform], {
    cwd: folder,
    shell: process.platform === 'win32',
  });
  if (code !== 0) throw new Error(`the packages of ${target.name} were not installed:\n${text.trim()}`);
  checkInstalled(paths, locked, lockedPackages(join(folder, 'node_modules', '.package-lock.json')), target);
  rmSync(join(folder, 'package-lock.json'));
  return paths;
}

/**
 * An npm that does not know --libc installs another platform's files without a word.
 * @param {string[]} paths @param {Record<string, Locked>} locked @param {Record<string, Locked>} installed
 * @param {Target} target
 */
export function checkInstalled(paths, locked, installed, target) {
  for (const path of paths) {
    const [want, have] = [locked[path], installed[path]];
    if (have === undefined)
      throw new Error(`npm did not install ${path} for ${target.name}: use npm 11 or newer.`);
    if (have.version !== want?.version || have.integrity !== want.integrity)
      throw new Error(`npm installed another ${path} than the lock file names.`);
  }
  const extra = Object.keys(installed).find((path) => !paths.includes(path));
  if (extra !== undefined)
    throw new Error(`npm installed ${extra} for ${target.name}, which is not needed there.`);
}

/** @param {Target} target @param {string} folder */
function thinLibrary(target, folder) {
  const file = join(folder, 'node_modules', target.binding, target.library);
  if (!existsSync(file)) throw new Error(`${target.binding} holds no ${target.library}.`);
  const whole = readFileSync(file);
  const part = thin(whole, target.cpu);
  if (part.length < whole.length) writeFileSync(file, part);
}

/** @param {Record<string, unknown>} manifest */
export function shippedManifest(manifest) {
  return Object.fromEntries(Object.entries(manifest).filter(([key]) => !notShipped.includes(key)));
}

/**
 * Fills `folder` with all that the VSIX of a target is packed from. The caller has built, and removes the folder.
 * @param {Target} target @param {string} folder An existing, empty folder.
 * @throws {Error} when the target's packages cannot be had as locked, or a package lacks its licence.
 */
export async function stage(target, folder) {
  const packages = await installPackages(target, folder);
  if (target.os === 'darwin') thinLibrary(target, folder);
  const ignore = readFileSync(join(root, '.vscodeignore'), 'utf8');
  for (const name of ['.vscodeignore', ...shippedNames(ignore)]) {
    if (name === 'node_modules' || !existsSync(join(root, name))) continue;
    const dist = join(root, 'dist');
    const filter = (/** @type {string} */ path) => name !== 'dist' || isShipped(relative(dist, path));
    cpSync(join(root, name), join(folder, name), { recursive: true, filter });
  }
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(shippedManifest(manifest), null, 2)}\n`);
  const compiled = 'node_modules/assemblyscript'; // its runtime is in every kernel
  const bundled = [...bundledPackages(shippedEntries), compiled].map((path) => join(root, path));
  const native = packages.map((path) => join(folder, path));
  const notices = [...bundled, ...native].map((path) => noticeOf(path));
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'ThirdPartyNotices.txt'), `${noticesText(notices)}\n${nativeLibrariesText()}`);
}
