// @ts-check
/** What every script needs to know about the project and this machine: its folders, its version, its platform. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The clone's folder; every script runs in it. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** @type {{name: string, version: string, devDependencies: Record<string, string>}} */
export const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** True where a skipped test is a failure, as on the merge machine. */
export const requireAll = process.env['LIS_TEST_REQUIRE'] === 'all';

/** The marketplace's name of this platform. */
export function vsixTarget() {
  const linux = process.platform === 'linux';
  const report = /** @type {{header: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  const musl = linux && report.header.glibcVersionRuntime === undefined;
  return `${musl ? 'alpine' : process.platform}-${process.arch}`;
}

/** Where `npm run package` puts this platform's VSIX. */
export function vsixPath() {
  return join(root, 'dist', `${manifest.name}-${vsixTarget()}-${manifest.version}.vsix`);
}

/** @param {string} file A script's `import.meta.filename`. @returns True when Node was started with that script. */
export function isMain(file) {
  return process.argv[1] === file;
}
