// @ts-check
/**
 * `npm run playbook`: runs every command of docs/playbook.md in a folder of its own, and compares what it prints with the page. A
 * line of the page must stand in the output, in the order of the page; a line `…` stands for any number of lines.
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.mjs';
import { run } from './lib/command.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {{command: string, lines: string[], at: number}} Step A command, the lines below it, and its line in the page. */

export const page = join(root, 'docs', 'playbook.md');
const ANY = '…';

/** @param {string} text @returns {Step[]} the commands of all `console` blocks, in their order. */
export function stepsOf(text) {
  /** @type {Step[]} */
  const steps = [];
  let isInside = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) isInside = line === '```console';
    else if (!isInside) continue;
    else if (line.startsWith('$ ')) steps.push({ command: line.slice(2), lines: [], at: index + 1 });
    else steps.at(-1)?.lines.push(line);
  }
  return steps;
}

/**
 * @param {readonly string[]} lines of the page @param {string} output
 * @returns {string | undefined} the first line that the output does not have where the page has it.
 */
export function missingLine(lines, output) {
  const printed = output.split('\n').map((line) => line.trimEnd());
  let next = 0;
  let isFree = false;
  for (const line of lines) {
    if (line === ANY) {
      isFree = true;
      continue;
    }
    const found = isFree ? printed.indexOf(line, next) : printed[next] === line ? next : -1;
    if (found < 0) return line;
    next = found + 1;
    isFree = false;
  }
  return undefined;
}

/** @param {string} command @param {string} folder @returns {[string, string[]]} a program and what it is given. */
function programOf(command, folder) {
  const words = command.split(' ');
  if (words[0] === 'lis') return [join(root, 'dist', 'cli.mjs'), words.slice(1)];
  const [name = '', ...options] = words.slice(4);
  if (!command.startsWith('npm run example -- '))
    throw new Error(`the page has a command of no kind: ${command}`);
  const out = join(folder, 'examples', name, 'data');
  return [join(root, 'scripts', 'example.mjs'), [name, ...options, '--out', out]];
}

/**
 * Runs the steps of a page, each command once.
 * @param {readonly Step[]} steps @param {(command: string) => void} [tell] called before each run
 * @returns {Promise<string[]>} what does not agree, a sentence each.
 */
export async function checkSteps(steps, tell = () => undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'lis-playbook-'));
  /** @type {Map<string, {code: number, output: string}>} */
  const outcomes = new Map();
  try {
    for (const world of ['feed', 'ads']) {
      mkdirSync(join(folder, 'examples', world), { recursive: true });
      for (const name of readdirSync(join(root, 'examples', world)))
        if (name.endsWith('.yaml'))
          copyFileSync(join(root, 'examples', world, name), join(folder, 'examples', world, name));
    }
    for (const { command } of steps) {
      if (outcomes.has(command)) continue;
      tell(command);
      const [program, args] = programOf(command, folder);
      let output = '';
      const code = await run(process.execPath, [program, ...args], {
        ...{ cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
        onText: (text) => {
          output += text;
        },
      });
      outcomes.set(command, { code, output });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return steps.flatMap(({ command, lines, at }) => {
    const { code, output } = outcomes.get(command) ?? { code: -1, output: '' };
    if (code !== 0) return [`line ${at}: ${command} ended with code ${code}`];
    const missing = missingLine(lines, output);
    return missing === undefined
      ? []
      : [`line ${at}: ${command} does not print “${missing}” where the page has it`];
  });
}

async function main() {
  await build();
  const steps = stepsOf(readFileSync(page, 'utf8'));
  const wrong = await checkSteps(steps, (command) => console.log(`$ ${command}`));
  for (const sentence of wrong) console.error(`docs/playbook.md, ${sentence}`);
  console.log(
    wrong.length === 0 ? `playbook: all ${steps.length} steps are as the page has them` : 'playbook: failed',
  );
  if (wrong.length > 0) process.exitCode = 1;
}

if (isMain(import.meta.filename)) await main();
