// @ts-check
/**
 * `npm run dev`: a real VS Code in the browser with this working tree as its extension and the example open, rebuilt at
 * every change of src/. "Developer: Reload Window" there picks a rebuild up. Ctrl-C ends everything.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureExample } from './demo.mjs';
import { ensureCodeServer } from './editor.mjs';
import { quietSettings, startCodeServer, writeSettings } from './lib/code-server.mjs';
import { run } from './lib/command.mjs';
import { isMain, manifest, root } from './lib/project.mjs';

/** Builds in a process of its own, which reads the sources anew; it says what does not compile. */
async function rebuild() {
  await run(process.execPath, [join(root, 'scripts', 'build.mjs')]);
}

function watchSources() {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let building = Promise.resolve();
  watch(join(root, 'src'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild);
    }, 100);
  });
}

async function main() {
  await rebuild();
  if ((await ensureExample()) !== 0)
    console.error('The example could not be generated; the editor opens without data.');
  const found = await ensureCodeServer();
  if ('reason' in found) {
    console.error(found.reason);
    process.exitCode = 4;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'lis-dev-'));
  const extensions = join(folder, 'extensions');
  mkdirSync(extensions);
  symlinkSync(root, join(extensions, `lis-lens.lis-lens-${manifest.version}`)); // the tree itself, not a copy
  writeSettings(join(folder, 'user'), quietSettings);
  const server = await startCodeServer(found.command, { userData: join(folder, 'user'), extensions });
  watchSources();
  console.log(
    `\nOpen ${server.url}?folder=${encodeURIComponent(join(root, 'examples', 'feed'))}\nCtrl-C ends it.`,
  );
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.once(signal, async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
      process.exit(0);
    });
  }
}

if (isMain(import.meta.filename)) await main();
