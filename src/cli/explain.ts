/** `lis explain WORD`: what a word of a report, a verdict, a finding or a rule of the code audit means. */
import { CODE_RULES } from '../audit/code/index.ts';
import { Failure } from '../common/failure.ts';
import { wrap } from '../common/format.ts';
import { paints, TABLE_WIDTH } from '../report/terminal/paint.ts';
import { EXPLAINED, type Explanation, explained, nearestName } from '../report/words/glossary/explain.ts';
import { outWidth, type Terminal, wantsColour } from './terminal.ts';

const ALL: readonly Explanation[] = [
  ...EXPLAINED,
  ...CODE_RULES.map(({ code, title, why, remedy }) => ({
    name: code,
    kind: `a rule for training code, ${title}`,
    means: `${why} ${remedy}`,
  })),
];

/** @param words of one name; all names are listed where there are none. @returns the exit code. @throws Failure `usage` */
export async function explainCommand(words: readonly string[], terminal: Terminal): Promise<number> {
  const { strong, quiet } = paints(wantsColour(terminal));
  const word = words.join(' ');
  const width = Math.min(TABLE_WIDTH, outWidth(terminal) ?? TABLE_WIDTH);
  if (word === '') {
    const names = ALL.map(({ name }) => name).join(', ');
    terminal.out(`${wrap(names, width).join('\n')}\n`, true);
    return 0;
  }
  const found = explained(word, ALL);
  if (found.length === 0) {
    const near = nearestName(word, ALL);
    const advice = near === undefined ? 'lis explain alone lists all words' : `did you mean ${near}?`;
    throw new Failure('usage', 'unknown-word', `${word} is not a word of reports; ${advice}`);
  }
  const blocks = found.map(({ name, kind, means }) =>
    [`${strong(name)}${quiet(`, ${kind}`)}`, ...wrap(means, width)].join('\n'),
  );
  terminal.out(`${blocks.join('\n\n')}\n`, true);
  return 0;
}
