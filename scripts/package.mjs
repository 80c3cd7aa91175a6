// @ts-check
/**
 * `npm run package`: this platform's VSIX, checked for the right native engine and for its size. `-- --target NAME …` packs
 * for other platforms, `-- --all` for all eight; one that fails does not keep the others from being packed.
 */
import { mkdtempSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { build } from './build.mjs';
import { isMain, root } from './lib/project.mjs';
import { stage } from './lib/stage.mjs';
import { ownTarget, targetOf, targets, vsixPath } from './lib/targets.mjs';
import { checkVsix, describeVsix } from './lib/vsix.mjs';
import { zipEntries } from './lib/zip.mjs';

/** @typedef {import('./lib/targets.mjs').Target} Target */

/**
 * Packs the built extension. The caller builds first.
 * @param {Target} [target] this platform, unless given.
 * @returns {Promise<string>} the VSIX's path.
 * @throws {Error} when something needed is missing, another platform's binding is inside, or it is too large.
 */
export async function packVsix(target = ownTarget()) {
  const path = vsixPath(target);
  const part = `${path}.${process.pid}.part`;
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'lis-package-'));
  try {
    await stage(target, folder);
    await createVSIX({
      cwd: folder,
      packagePath: part,
      target: target.name,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    checkVsix(readFileSync(part), target);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
    rmSync(folder, { recursive: true, force: true });
  }
  return path;
}

/** @param {string} path */
function list(path) {
  for (const { name, bytes } of zipEntries(readFileSync(path)))
    console.log(`${String(bytes).padStart(10)}  ${name}`);
}

/** @returns {Target[]} */
function wantedTargets() {
  const { values } = parseArgs({
    options: {
      all: { type: 'boolean', default: false },
      target: { type: 'string', multiple: true, default: [] },
    },
  });
  if (values.all) return [...targets];
  return values.target.length > 0 ? values.target.map(targetOf) : [ownTarget()];
}

/** @param {Target[]} wanted @returns {Promise<string[]>} the targets that failed. */
async function packAll(wanted) {
  const failed = [];
  const rows = [];
  for (const target of wanted) {
    try {
      const path = await packVsix(target);
      if (wanted.length === 1) list(path);
      rows.push(`${describeVsix(readFileSync(path), target)}  ${relative(root, path)}`);
    } catch (error) {
      failed.push(target.name);
      rows.push(`${target.name.padEnd(12)}  FAILED: ${error instanceof Error ? error.message : error}`);
    }
  }
  console.log(`\n${rows.join('\n')}`);
  return failed;
}

async function main() {
  const wanted = wantedTargets();
  await build();
  if ((await packAll(wanted)).length > 0) process.exitCode = 4;
}

if (isMain(import.meta.filename)) {
  await main().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 4;
  });
}
