#!/usr/bin/env node
// @ts-check
/**
 * What the GitHub Action and the pre-commit hook of this repository run: builds the command line where that is missing, then `lis audit`
 * in the folder that it was called from. `audit-hook.mjs [OPTIONS] FILE …`: Python files and notebooks are audited as code, specs as data without
 * prices; other files are passed over. Options that begin with `--` go to both. It needs nothing but Node 18.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const cli = join(root, 'dist', 'cli.mjs');

/** @param {string} program @param {string[]} args @returns {number} */
function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: 'inherit' });
  if (error) console.error(`${program} could not be started: ${error.message}`);
  return status ?? 4;
}

const given = process.argv.slice(2);
const options = given.filter((word) => word.startsWith('--'));
const files = given.filter((word) => !word.startsWith('--'));
const code = files.filter((file) => /\.(py|ipynb)$/i.test(file));
const specs = files.filter((file) => /(^|[\\/.])lis\.ya?ml$/i.test(file));

let exitCode = 0;
if (code.length + specs.length > 0) {
  if (!existsSync(cli) || !existsSync(node))
    exitCode = run(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'build']);
  if (exitCode === 0) {
    const codes = [
      ...(code.length > 0 ? [run(node, [cli, 'audit', ...code, ...options])] : []),
      ...specs.map((spec) =>
        run(node, [cli, 'audit', spec, '--no-price', '--no-code', '--quiet', ...options]),
      ),
    ];
    exitCode = Math.max(0, ...codes);
  }
}
process.exit(exitCode);
