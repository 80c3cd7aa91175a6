// @ts-check
/**
 * `node scripts/decisions.mjs`: writes docs/decisions/README.md, the index of the decisions, from their files. Without a change
 * to the files it writes the same bytes; `npm run lint` fails where the index is not the one that this script writes.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root } from './lib/project.mjs';

/** In the order of the index. A new subject is added here. */
const subjects = [
  'The measurement and its verdicts',
  'The leakage audit',
  'Preference features',
  'Models and probes',
  'The base and the heads',
  'Objectives',
  'Programs of the user',
  'Reading data',
  'Specs, drafts and training configs',
  'Reports, runs and staleness',
  'The editor',
  'The panel and its pictures',
  'Notes beside training code',
  'Speed, memory and caches',
  'Bundles and packages',
];

const opening = `# Decisions

Written by \`node scripts/decisions.mjs\`; do not edit.

Each file is one decision: what was chosen where the design left room or turned out clumsy, why, and the measurement behind it. A number is
never used again. A decision that no longer holds keeps its text; its status says which one took its place
(\`superseded\`) or changed a part of it (\`amended\`). [CONTRIBUTING.md](../../CONTRIBUTING.md#adding-a-decision) says how to add one.

Decisions before [0131](0131-base-trains-anew.md) are of the time when a ranker was trained for each arm by options that were not searched. Their AUC, LIS and
± say why something was chosen, and not what a run gives today, unless they say "in two stages". For numbers of today see the
[README](../../README.md), [examples/feed](../../examples/feed/README.md), [rankers.md](../rankers.md), [calibration.md](../calibration.md) and
[performance.md](../performance.md).
`;

const form = /^# (\d{4}) · (.+)\n\n- Date: (\d{4}-\d\d-\d\d)\n- Status: (.+)\n- Subject: (.+)\n\n/;
const status = /^(accepted|(accepted, amended|superseded) by \[(\d{4})\]\((\3-[\w-]+\.md)\))$/;

/** @typedef {{ file: string, number: string, title: string, date: string, status: string, subject: string }} Decision */

/**
 * The head of one decision's file.
 * @param {string} file Its name. @param {string} text @returns {Decision}
 * @throws {Error} where the head is not written as the others are
 */
export function decisionIn(file, text) {
  const [, number = '', title = '', date = '', state = '', subject = ''] = form.exec(text) ?? [];
  const fault =
    number === ''
      ? 'begins with a heading "# 0001 · Title", then "- Date:", "- Status:" and "- Subject:"'
      : !file.startsWith(`${number}-`)
        ? `has the number ${number} in its heading: the file must begin with it`
        : !status.test(state)
          ? 'has a status that is not "accepted", "accepted, amended by [NNNN](file)" or "superseded by [NNNN](file)"'
          : !subjects.includes(subject)
            ? `has the subject "${subject}", which scripts/decisions.mjs does not list`
            : undefined;
  if (fault !== undefined) throw new Error(`docs/decisions/${file} ${fault}.`);
  return { file, number, title, date, status: state, subject };
}

/**
 * All decisions by number.
 * @param {string} folder docs/decisions @returns {Decision[]}
 * @throws {Error} where a number is missing or used twice, or a status names a file that is not there
 */
export function readDecisions(folder) {
  const files = readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
  const decisions = files.sort().map((file) => decisionIn(file, readFileSync(join(folder, file), 'utf8')));
  for (const [index, { file, number, status: state }] of decisions.entries()) {
    const expected = String(index + 1).padStart(4, '0');
    if (number !== expected)
      throw new Error(`docs/decisions/${file}: the number ${expected} is missing or used twice.`);
    const other = status.exec(state)?.[4];
    if (other !== undefined && !files.includes(other))
      throw new Error(`docs/decisions/${file} names ${other} in its status, which is not there.`);
  }
  return decisions;
}

/** The text of the index. @param {readonly Decision[]} decisions */
export function decisionIndex(decisions) {
  const tables = subjects.map((subject) => {
    const rows = decisions
      .filter((decision) => decision.subject === subject)
      .map(
        ({ number, title, file, date, status: state }) =>
          `| [${number}](${file}) | ${title} | ${date} | ${state} |`,
      );
    return [
      `\n## ${subject}`,
      '',
      '| number | decision | date | status |',
      '|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  return opening + tables.join('');
}

/** What is wrong with the decisions or their index, one sentence each. @param {string} folder The project's root. */
export function decisionFaults(folder) {
  try {
    const at = join(folder, 'docs/decisions');
    const current = readFileSync(join(at, 'README.md'), 'utf8') === decisionIndex(readDecisions(at));
    return current
      ? []
      : ['docs/decisions/README.md is not current: run `node scripts/decisions.mjs` and commit it.'];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

if (isMain(import.meta.filename)) {
  const folder = join(root, 'docs/decisions');
  writeFileSync(join(folder, 'README.md'), decisionIndex(readDecisions(folder)));
}
