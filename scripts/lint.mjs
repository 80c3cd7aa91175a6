// @ts-check
/**
 * `npm run lint`: style (Biome), types (tsc), the arrows between the folders (dependency-cruiser), where text is shown,
 * names that say nothing, and whether the documents' links and generated parts hold.
 */
import { decisionFaults } from './decisions.mjs';
import { capture } from './lib/command.mjs';
import { brokenLinks } from './lib/links.mjs';
import { faultsOfNames } from './lib/names.mjs';
import { isMain, root } from './lib/project.mjs';
import { strayingSinks } from './lib/sinks.mjs';

const checks = [
  { name: 'style', command: 'biome', args: ['check', '--error-on-warnings', '.'] },
  { name: 'types', command: 'tsc', args: ['-p', '.', '--pretty'] },
  { name: 'types of the page', command: 'tsc', args: ['-p', 'webview', '--pretty'] },
  { name: 'arrows', command: 'depcruise', args: ['--config', '.dependency-cruiser.mjs', 'src', 'webview'] },
];

/** Checks that run here. Each gives a sentence for what is wrong. */
const readings = [
  { name: 'where text is shown', faults: strayingSinks },
  { name: 'names', faults: faultsOfNames },
  { name: 'links of the documents', faults: brokenLinks },
  { name: 'decisions', faults: decisionFaults },
];

/**
 * Runs every check, side by side.
 * @param {(text: string) => void} [say] called with what each found
 * @returns {Promise<string[]>} the names of those that failed.
 */
export async function lint(say = console.log) {
  const results = await Promise.all(
    checks.map(async ({ name, command, args }) => ({
      name,
      ...(await capture(command, args, { shell: process.platform === 'win32' })),
    })),
  );
  for (const { name, code, text } of results) {
    say(code === 0 ? `lint: ${name} fine` : `${text.trimEnd()}\nlint: ${name} failed`);
  }
  const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name);
  for (const { name, faults } of readings) {
    const found = faults(root);
    say([...found, `lint: ${name} ${found.length === 0 ? 'fine' : 'failed'}`].join('\n'));
    if (found.length > 0) failed.push(name);
  }
  return failed;
}

if (isMain(import.meta.filename)) {
  process.exitCode = (await lint()).length === 0 ? 0 : 1;
}
