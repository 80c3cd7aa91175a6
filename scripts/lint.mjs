// @ts-check
/** `npm run lint`: style (Biome), types (tsc), the arrows between the folders (dependency-cruiser), and where text is shown. */
import { capture } from './lib/command.mjs';
import { isMain, root } from './lib/project.mjs';
import { strayingSinks } from './lib/sinks.mjs';

const checks = [
  { name: 'style', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['-p', '.', '--pretty'] },
  { name: 'types of the page', command: 'tsc', args: ['-p', 'webview', '--pretty'] },
  { name: 'arrows', command: 'depcruise', args: ['--config', '.dependency-cruiser.mjs', 'src', 'webview'] },
];

/** Runs every check, side by side. @returns {Promise<string[]>} the names of those that failed. */
export async function lint() {
  const results = await Promise.all(
    checks.map(async ({ name, command, args }) => ({
      name,
      ...(await capture(command, args, { shell: process.platform === 'win32' })),
    })),
  );
  for (const { name, code, text } of results) {
    console.log(code === 0 ? `lint: ${name} fine` : `${text.trimEnd()}\nlint: ${name} failed`);
  }
  const straying = strayingSinks(root);
  console.log(
    [...straying, `lint: where text is shown ${straying.length === 0 ? 'fine' : 'failed'}`].join('\n'),
  );
  const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name);
  return straying.length === 0 ? failed : [...failed, 'where text is shown'];
}

if (isMain(import.meta.filename)) {
  process.exitCode = (await lint()).length === 0 ? 0 : 1;
}
