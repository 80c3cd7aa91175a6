/** The LIS of each source under each ranker, as rows of a table; empty where the spec has one ranker. */
import { score, signed } from './format.ts';
import type { Report } from './schema.ts';

const HEADER = ['source', 'ranker', 'base AUC', 'LIS', 'interval', 'verdict'];

/** A header, and a row per source and ranker, the rankers of a source below one another. */
export function byRankerRows(report: Report): string[][] {
  const others = report.otherRankers ?? [];
  if (others.length === 0 || report.sources.length === 0) return [];
  const rankers = [report, ...others];
  const rows = report.sources.flatMap(({ name }) =>
    rankers.map(({ ranker, arms, sources, verdicts }, index) => {
      const base = arms.find(({ arm }) => arm === 'base');
      const lis = sources.find((source) => source.name === name)?.lis;
      const estimate = lis?.transferable ?? lis?.total;
      return [
        index === 0 ? name : '',
        String(ranker['kind']),
        base === undefined ? '–' : score(base.auc),
        estimate === undefined ? '–' : signed(estimate.value),
        estimate === undefined ? '–' : `[${signed(estimate.low)}, ${signed(estimate.high)}]`,
        verdicts.find(({ target }) => target === name)?.code ?? '–',
      ];
    }),
  );
  return [HEADER, ...rows];
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
