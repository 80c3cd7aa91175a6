// @ts-check
/** `npm run demo`: the main job on the example feed: generates it if absent, evaluates it, says where the report is. */
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from './build.mjs';
import { run } from './lib/command.mjs';
import { isMain, root, vsixPath } from './lib/project.mjs';

const example = join(root, 'examples', 'feed');

/** Generates the example's data unless it is there. @returns {Promise<number>} an exit code. */
export async function ensureExample() {
  if (existsSync(join(example, 'data', 'impressions.parquet'))) return 0;
  console.log('Generating the example feed …');
  return run(process.execPath, [join(example, 'generate.ts')]);
}

/** @returns {string | undefined} the newest report; their names begin with the time. */
function newestReport() {
  const folder = join(example, '.lis', 'runs');
  const name = existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.json'))
        .sort()
        .at(-1)
    : undefined;
  return name === undefined ? undefined : relative(root, join(folder, name));
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
Report:          ${newestReport()}
In a browser:    npm run dev       (a VS Code with the extension and this example open)
In your VS Code: npm run package && code --install-extension ${relative(root, vsixPath())}
                 then open examples/feed and its lis.yaml: the scores stand above the spec.`);
  }
  process.exitCode = code;
}

if (isMain(import.meta.filename)) await main();
