// @ts-check
/**
 * `npm run code-corpus`: runs the code checks over the corpus of small programs (test/fixtures/audit-code), prints what they
 * get wrong, and writes their recall and precision into docs/audit-code.md, between the marks there.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditCode, RULE_OF } from '../test/support/code-audit.ts';
import { describeMistake, LEAK_KINDS, measure, readCorpus } from '../test/support/code-corpus.ts';
import { writeWhole } from './lib/files.mjs';
import { isMain, root } from './lib/project.mjs';

const page = join(root, 'docs', 'audit-code.md');
export const marks = /** @type {const} */ (['<!-- measured -->', '<!-- /measured -->']);

/**
 * Programs of the corpus that came in three sets after the first, as they were measured before anybody who writes rules had seen
 * them (24 of 27 leaky ones found, 18 of 21, 7 of 10; false alarms in 2 of 27 right ones, 1 of 27, none of 16). The rules have been
 * mended by what they got wrong since, so that this cannot be measured again.
 */
const unseen = { leaky: 58, found: 49, right: 70, alarms: 3 };

/**
 * Sets that came after those, as they were when the rules were run on them for the first time. Whoever wrote them mended the rules by each
 * set before they wrote the next, and from the third on had read the rules; the fifth is of recommenders written by hand.
 */
const later = [
  { leaky: 28, found: 23, right: 31, alarms: 1 },
  { leaky: 28, found: 22, right: 31, alarms: 1 },
  { leaky: 27, found: 23, right: 31, alarms: 1 },
  { leaky: 25, found: 19, right: 29, alarms: 1 },
  { leaky: 22, found: 14, right: 28, alarms: 1 },
  { leaky: 28, found: 26, right: 32, alarms: 0 },
  { leaky: 20, found: 19, right: 25, alarms: 2 },
  { leaky: 13, found: 12, right: 17, alarms: 0 },
  { leaky: 14, found: 10, right: 17, alarms: 1 },
  { leaky: 4, found: 3, right: 6, alarms: 1 },
];

/** @param {typeof later} sets @param {keyof typeof unseen} what */
const sum = (sets, what) => sets.reduce((all, set) => all + set[what], 0);

/** @param {number} value */
const share = (value) => (Number.isNaN(value) ? '–' : value.toFixed(2));

/**
 * The measured part of the page, marks included.
 * @param {import('../test/support/code-corpus.ts').Measured} measured
 */
export function measuredPart({ kinds, clean, overall }) {
  /** @param {string} name @param {import('../test/support/code-corpus.ts').Tally} tally */
  const row = (name, { leaky, right, recall, precision, firstLine }) =>
    `| ${name} | ${leaky} | ${right} | ${share(recall)} | ${share(precision)} | ${share(firstLine)} |`;
  const rows = [
    ...LEAK_KINDS.map((kind) => row(RULE_OF[kind], kinds[kind])),
    row('programs without a twin', clean),
    row('all', overall),
  ];
  return `${marks[0]}
## How often they are right

${overall.leaky + overall.right} small programs and notebooks (\`test/fixtures/audit-code\`), written before the rules were run on them: most are twins, one that leaks and the same one
repaired; the others look suspicious and are right, or are about something else. *Recall* is the share of the leaky ones with a finding, *precision* the share of the
programs with a finding that leak, *first line* the share of the found ones whose first finding is on a line that its author expected. \`npm run code-corpus\` measures
this and writes the table.

The rules were mended by what they got wrong here, so the table says what they are held to, and not how they do on other code. For that: of ${unseen.leaky} leaky programs,
measured before anybody who writes rules had seen them, they found ${unseen.found} (${share(unseen.found / unseen.leaky)}), with a false alarm in ${unseen.alarms} of ${unseen.right} right ones. Another ${later.length} sets came
later, from people who mend the rules, and were measured when they were written: of ${sum(later, 'leaky')} leaky programs ${sum(later, 'found')} were found (${share(sum(later, 'found') / sum(later, 'leaky'))}; set by set ${later.map(({ found, leaky }) => `${found} of ${leaky}`).join(', ')}), with
a false alarm in ${sum(later, 'alarms')} of ${sum(later, 'right')} right ones. In the last five sets these were ${share(sum(later.slice(-5), 'found') / sum(later.slice(-5), 'leaky'))} and ${sum(later.slice(-5), 'alarms')} of ${sum(later.slice(-5), 'right')}.
The lines that the authors of these sets expected were completed by those that show the same leak.

| | leaky | right | recall | precision | first line |
|---|---|---|---|---|---|
${rows.join('\n')}
${marks[1]}
`;
}

/** A page with another measured part; at its end where it has none. @param {string} text @param {string} part */
export function withMeasured(text, part) {
  const [from, to] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (from < 0 || to < from) return `${text.trimEnd()}\n\n${part}`;
  return `${text.slice(0, from)}${part}${text.slice(to + marks[1].length).replace(/^\n/, '')}`;
}

if (isMain(import.meta.filename)) {
  const measured = await measure(auditCode, readCorpus());
  for (const mistake of measured.mistakes) console.log(describeMistake(mistake));
  writeWhole(page, withMeasured(readFileSync(page, 'utf8'), measuredPart(measured)));
  const { recall, precision, firstLine } = measured.overall;
  console.log(
    `code-corpus: recall ${share(recall)}, precision ${share(precision)}, first line ${share(firstLine)}`,
  );
}
