/** The LIS of each source, and the AIS of each model, under each ranker, as rows of a table; empty where the spec has one ranker. */

import { limits, score, signed } from '../../common/format.ts';
import { headlineLis } from '../estimates.ts';
import { isScoredHere } from '../model-kinds.ts';
import type { Estimate, OtherRanker, Report } from '../schema.ts';

/** A header, and a row per source or model and ranker, the rankers of one below one another. */
export function byRankerRows(report: Report): string[][] {
  const others = report.otherRankers ?? [];
  // Of the others another ranker's scores are read, whichever the spec names.
  const names = [
    ...report.sources.map(({ name }) => name),
    ...report.models.filter(isScoredHere).map(({ name }) => name),
  ];
  if (others.length === 0 || names.length === 0) return [];
  const rankers = [report, ...others];
  const rows = names.flatMap((name) =>
    rankers.map((ranker, index) => {
      const base = ranker.arms.find(({ arm }) => arm === 'base');
      const estimate = headline(ranker, name);
      return [
        index === 0 ? name : '',
        String(ranker.ranker['kind']),
        base === undefined ? '–' : score(base.auc),
        estimate === undefined ? '–' : signed(estimate.value),
        estimate === undefined ? '–' : limits(estimate),
        ranker.verdicts.find(({ target }) => target === name)?.code ?? '–',
      ];
    }),
  );
  const both = withModels(report);
  const header = [both ? 'source or model' : 'source', 'ranker', 'base AUC', both ? 'LIS or AIS' : 'LIS'];
  return [[...header, 'interval', 'verdict'], ...rows];
}

/** What the rows are of. */
export function byRankerTitle(report: Report): string {
  return withModels(report) ? 'LIS and AIS by ranker' : 'LIS by ranker';
}

function withModels({ models }: Report): boolean {
  return models.some(isScoredHere);
}

function headline(
  { sources, models }: Pick<OtherRanker, 'sources' | 'models'>,
  name: string,
): Estimate | undefined {
  const source = sources.find((candidate) => candidate.name === name);
  return source === undefined ? models.find((model) => model.name === name)?.ais : headlineLis(source);
}

/** A program of the user's own as one line: a command line as it is, the parts of a list quoted where they need it. */
export function commandText(command: unknown): string {
  if (!Array.isArray(command)) return String(command);
  return command.map((part) => (/^[\w@%+=:,./\\-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
}

/** `fm, factors 16, …` as the reports write a ranker's settings. */
export function rankerSettings(ranker: Report['ranker']): string[] {
  return Object.entries(ranker).flatMap(([key, value]) => {
    if (key === 'kind') return [String(value)];
    if (key === 'command') return [commandText(value)];
    if (Array.isArray(value)) return [`${key} ${value.join('-')}`];
    return ['number', 'string', 'boolean'].includes(typeof value) ? [`${key} ${String(value)}`] : [];
  });
}
