// @ts-check
/** `npm run demo`: the main job on the example feed: generates it if absent, evaluates it, and says how to open it. */
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { run } from './lib/command.mjs';
import { isMain, root } from './lib/project.mjs';
import { vsixPath } from './lib/targets.mjs';

const example = join(root, 'examples', 'feed');

/** Generates the example's data unless it is there. @returns {Promise<number>} an exit code. */
export async function ensureExample() {
  const files = ['impressions.parquet', 'pairs-random.parquet', 'fuxictr/test.csv']; // of every step of the generator
  if (files.every((name) => existsSync(join(example, 'data', name)))) return 0;
  console.log('Generating the example feed …');
  return run(process.execPath, [join(example, 'generate.ts')]);
}

async function main() {
  await build();
  const spec = relative(root, join(example, 'lis.yaml'));
  let code = await ensureExample();
  if (code === 0) {
    console.log(`\n$ lis evaluate ${spec}\n`);
    code = await run(process.execPath, [
      join(root, 'dist', 'cli.mjs'),
      'evaluate',
      spec,
      ...process.argv.slice(2),
    ]);
  }
  if (code === 0) {
    console.log(`
The report above is what the editor shows. To see it there:
  npm run dev       a VS Code in your browser with the extension and this example open
  npm run package && code --install-extension ${relative(root, vsixPath())}
                    your own VS Code; then open examples/feed and its lis.yaml`);
  }
  process.exitCode = code;
}

if (isMain(import.meta.filename)) await main();
