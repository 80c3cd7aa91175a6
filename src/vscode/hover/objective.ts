/** What the last results say by objectives, as rows of a hover over a source or a model, and as the hover over an objective. */
import { escapeMarkdown } from '../../inert/markdown.ts';
import { usualLevel } from '../../report/estimates.ts';
import type { Report } from '../../report/schema.ts';
import { headline } from '../../report/words/objectives.ts';
import { verdictInWords } from '../../report/words/verdict-words.ts';
import type { Translate } from '../words/phrases.ts';
import type { ObjectiveSays } from '../words/titles.ts';
import { GAP, gainRow } from './words.ts';

/** `LIS by dwell`: a source or a model by each objective, a row each. */
export function objectiveRows(
  { objectives = [] }: Pick<Report, 'objectives'>,
  part: string,
  what: 'LIS' | 'AIS',
  t: Translate,
): string[] {
  return objectives.flatMap((objective) => {
    const estimate = headline(objective, part);
    return estimate ? [gainRow(t('{0} by {1}', what, escapeMarkdown(objective.name)), estimate, t)] : [];
  });
}

/** The LIS of each source by an objective. @param said not empty */
export function objectiveHover(objective: string, said: readonly ObjectiveSays[], t: Translate): string {
  return [
    `**${escapeMarkdown(objective)}**`,
    '',
    `| | LIS${GAP} | ${t('{0} interval', usualLevel(said.map(({ lis }) => lis)))} |`,
    '|---|---:|---|',
    ...said.map(({ name, lis, verdict }) => {
      const judged = verdict === undefined ? '' : `, ${verdictInWords(verdict, [], t)}`;
      return gainRow(`${escapeMarkdown(name)}${judged}`, lis, t);
    }),
  ].join('\n');
}
