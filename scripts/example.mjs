// @ts-check
/**
 * `npm run example -- feed [OPTIONS]`, `npm run example -- ads [OPTIONS]`, `npm run example -- movielens FOLDER`: makes the data
 * of an example. Its programs are TypeScript, which the Node of many machines does not run: this one runs them with the pinned Node.
 */
import { join } from 'node:path';
import { run } from './lib/command.mjs';
import { isMain, root } from './lib/project.mjs';

/** @type {Record<string, string>} */
const programs = { feed: 'feed/generate.ts', ads: 'ads/generate.ts', movielens: 'movielens/convert.ts' };

/**
 * @param {string[]} args The example's name, and what its program is given.
 * @param {string} cwd Where relative paths start: npm changes into the project, and says where it was called.
 * @returns {Promise<number>} the program's exit code; 2 for an example that has none.
 */
export async function makeExample([name = '', ...args], cwd = process.env['INIT_CWD'] ?? process.cwd()) {
  const program = programs[name];
  if (program === undefined) {
    console.error(`usage: npm run example -- ${Object.keys(programs).join('|')} [OPTIONS]`);
    return 2;
  }
  return run(process.execPath, [join(root, 'examples', program), ...args], { cwd });
}

if (isMain(import.meta.filename)) process.exitCode = await makeExample(process.argv.slice(2));
