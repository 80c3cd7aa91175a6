// @ts-check
/**
 * `node scripts/codes.mjs`: writes docs/reference/codes.md, the table of every code that a failure, a problem of a spec or a warning can have,
 * from the source. `test/unit/scripts/codes.test.ts` fails where the table is not the one that this script writes.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCodes } from './lib/codes.mjs';
import { isMain, root } from './lib/project.mjs';

/** @typedef {import('./lib/codes.mjs').Raised} Raised */

/** Where a code comes from, in words, by the path of its source; the first that fits. */
const places = /** @type {const} */ ([
  [/\/configs\//, 'reading a training config'],
  [/^src\/specfile\//, 'checking the spec'],
  [/\/command\/|\/programs\/|host-programs|run-program/, 'running your own program'],
  [/^src\/preference\//, 'building features'],
  [/\/base\//, 'the base'],
  [/probe/, 'probes'],
  [/\/export\/|write-parquet/, 'writing features'],
  [/arrow/, 'reading Arrow'],
  [/parquet/, 'reading Parquet'],
  [/policy\/(dropped|merged)/, 'reading the files of sources'],
  [/npy|vector|json\/ids|item-|clusters/, 'reading vectors and clusters'],
  [/\/pairs/, 'reading pairs'],
  [/predictions|row-scores|policy\/scores/, 'reading score files'],
  [/\/time\/|policy\/times|moment/, 'reading times'],
  [/\/text\//, 'reading text files'],
  [/split|parts\.ts|timeline/, 'splitting the log'],
  [/^src\/data\//, 'reading the log and its tables'],
  [/^src\/ranker\//, 'training'],
  [/^src\/metrics\//, 'measuring'],
  [/compare/, 'comparing reports'],
  [/^src\/evaluation\//, 'evaluating'],
  [/\/agents\/|cli\/mcp/, 'a call of an agent'],
  [/^src\/report\//, 'reading and writing reports'],
  [/^src\/audit\/code\//, 'auditing training code'],
  [/^src\/draft\//, 'drafting a spec'],
  [/^src\/common\//, 'reading and writing files'],
  [/^src\/compute\//, 'the compute process'],
  [/^src\/cli\//, 'the command line'],
  [/^src\/vscode\//, 'the editor'],
]);

/** Sentences of codes whose message is made while a run goes on, or is about one of several things. @type {Record<string, string>} */
const sentences = {
  'failure bad-header':
    'The first line of a RecBole file is not a header of it: the message says what is wrong.',
  'failure bad-moment':
    '`split.from`, `split.to` or `observed` is not a time: write a date, or a number in the unit of the time column.',
  'failure busy': 'The compute process already works on another run: wait for its end, or cancel it.',
  'failure doubled-predictions':
    'A key names several rows, in the file or in the log: name further columns in `key`.',
  'failure command-failed':
    'Your program ended with another exit code than 0, or by a signal; the message has the last lines of its output.',
  'failure model-name-taken':
    'The features of a model would replace those of another file: give the model another name.',
  'problem no-item':
    'No column is named like an item id, and the config does not say which is: write a lis.yaml that names it (`lis init`).',
  'problem no-user':
    'No column is named like a user id, and the config does not say which is: write a lis.yaml that names it (`lis init`).',
  'problem no-value': 'A key has no value: give it one, or remove the key.',
  'problem out-of-range': 'A number lies outside its limits, which the message names.',
  'problem unknown-key':
    'A key is not one of those that its place takes: the message names the nearest one, or all of them.',
  'problem unknown-value':
    'A value is not one of those that its key takes: the message names the nearest one, or all of them.',
  'problem wrong-type': 'A value is of another type than its key takes; the message says what it may be.',
  'failure other-content':
    'The content of the file does not fit its name; the message says what it holds and what to do.',
  'failure script-failed':
    'A script of LIS Lens ended with an error, which the message repeats; the log has its output.',
  'failure spec': 'The spec or config cannot be evaluated; the message names what is wrong with it.',
  'problem bad-header':
    'The first line of a RecBole file is not a header of it: the message says what is wrong.',
  'problem expression':
    '`log.label` is not an expression that can be read: correct it where the message points.',
  'failure no-precision': 'Evaluation users cannot be measured in parts here: run without `--precision`.',
  'problem no-precision': 'Evaluation users cannot be measured in parts here: leave `precision` out.',
  'problem no-such-head': '`head` or `headRows` does not fit the ranker or `training`: leave it out.',
};

const opening = `# Codes

Written by \`node scripts/codes.mjs\` from the source; do not edit.

Every failure, problem and warning has a code for machines and tests, and a sentence for people. The sentences below are those of the source, with …
for what a run fills in, such as names and numbers. Where a code has several sentences, the two longest are shown.
Codes of verdicts are in [report.md](report.md#verdicts).
`;

/** @type {readonly { use: import('./lib/codes.mjs').CodeUse, title: string, text: string }[]} */
const sections = [
  {
    use: 'failure',
    title: 'Failures',
    text: 'They end the run, the check or the command. The exit code is 2 for bad usage, 3 for bad data, 4 for a lack of resources and for defects of LIS Lens (`internal`: please report them with the output of **LIS: Copy Debug Information**).',
  },
  {
    use: 'problem',
    title: 'Problems of specs and training configs',
    text: 'The editor and `lis check` show all of them, each at its place. The first one that is not a warning ends `lis evaluate` with exit code 2.',
  },
  {
    use: 'note',
    title: 'Notes on how a training config was read',
    text: 'They are in the warnings of the report and at the top of a spec that is written from the config.',
  },
  {
    use: 'warning',
    title: 'Warnings',
    text: 'They do not end a run. They are in `warnings` of the report, often with a count.',
  },
];

/** @param {string} file */
function placeOf(file) {
  const found = places.find(([pattern]) => pattern.test(file));
  if (found === undefined)
    throw new Error(`scripts/codes.mjs has no words for the place of ${file}: add them to its list.`);
  return found[1];
}

/** A message as a cell of a table: one … where several stand side by side, and none at its start. @param {string} message */
function cell(message) {
  const text = message
    .replace(/…(\s*…)+/g, '…')
    .replace(/^(…(, (line|row) …)?|Source …|Model …): /, '')
    .replace(/\s+/g, ' ')
    .replaceAll('|', '\\|')
    .trim();
  return text.replace(/^\p{Ll}(?=\p{Ll}*[ ,'’])/u, (first) => first.toUpperCase()); // not of keys, such as log.label
}

/** The longer one says more; whatever the files are called. @param {string} a @param {string} b */
const tellingFirst = (a, b) => b.length - a.length || (a < b ? -1 : 1);

/** Whether a message has words of its own. @param {string} text */
const says = (text) => (text.replace(/`[^`]*`/g, '').match(/\p{L}{2,}/gu) ?? []).length >= 3;

/**
 * The text of the table.
 * @param {readonly Raised[]} raised
 * @throws {Error} where a code has no sentence, or one of the sentences above is of no code
 */
export function codeTable(raised) {
  const unused = new Set(Object.keys(sentences));
  const parts = sections.map(({ use, title, text }) => {
    const ofUse = raised.filter((entry) => entry.use === use);
    const codes = [...new Set(ofUse.map(({ code }) => code))].sort();
    const rows = codes.map((code) => {
      const all = ofUse.filter((entry) => entry.code === code);
      const key = `${use} ${code}`;
      const written = sentences[key];
      const read = [...new Set(all.map(({ message }) => cell(message)).filter(says))]
        .sort(tellingFirst)
        .slice(0, 2);
      const said = written === undefined ? read : [written];
      if (said.length === 0) throw new Error(`scripts/codes.mjs has no sentence for ${key}: add one.`);
      unused.delete(key);
      const where = [...new Set(all.map(({ file }) => placeOf(file)))].sort().join(', ');
      const kinds = [...new Set(all.map(({ kind }) => kind))].sort().join(', ');
      const name = `\`${use === 'note' ? 'config-' : ''}${code}\``;
      return `| ${[name, ...(use === 'failure' ? [kinds] : []), said.join('<br>'), where].join(' | ')} |`;
    });
    const head =
      use === 'failure'
        ? ['code', 'kind', 'when, and what to do', 'where']
        : ['code', 'when, and what to do', 'where'];
    const table = [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...rows];
    return `\n## ${title}\n\n${text}\n\n${table.join('\n')}\n`;
  });
  if (unused.size > 0)
    throw new Error(
      `scripts/codes.mjs has sentences of codes that are not there: ${[...unused].join(', ')}.`,
    );
  return opening + parts.join('');
}

/** The table of the source as it is. @param {string} folder The project's root. @throws {Error} where a code cannot be read */
export function currentTable(folder) {
  const { raised, faults } = readCodes(folder);
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return codeTable(raised);
}

if (isMain(import.meta.filename)) writeFileSync(join(root, 'docs/reference/codes.md'), currentTable(root));
