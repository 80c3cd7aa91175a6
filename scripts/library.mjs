// @ts-check
/** `npm run library`: the npm package with the library, its types and the command `lis`, as `dist/lis-lens-VERSION.tgz`. */
import { statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { packLibrary } from './lib/library/pack.mjs';
import { isMain, root } from './lib/project.mjs';

async function main() {
  await build();
  const path = await packLibrary(join(root, 'dist'));
  console.log(`${(statSync(path).size / 1e6).toFixed(1)} MB  ${relative(root, path)}`);
}

if (isMain(import.meta.filename)) {
  await main().catch((/** @type {Error} */ error) => {
    console.error(error.message);
    process.exitCode = 4;
  });
}
