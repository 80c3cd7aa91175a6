// @ts-check
/** What every script needs to know about the project and this machine: its folders, its version. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder; every script runs in it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @type {{name: string, version: string, dependencies: Record<string, string>, devDependencies: Record<string, string>}} */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** True where a skipped test is a failure, as on the merge machine. */
export const requireAll = process.env['LIS_TEST_REQUIRE'] === 'all';

/** @param {string} file A script's `import.meta.filename`. @returns True when Node was started with that script. */
export function isMain(file) {
  return process.argv[1] === file;
}
