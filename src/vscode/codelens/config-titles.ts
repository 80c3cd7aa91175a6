/** What the CodeLenses on training configs say. Every number is the report's own, rounded. */
import { score, signed } from '../../common/format.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { Report } from '../../report/schema.ts';
import { leakOf, THE_BASE } from '../../report/words/label-leak.ts';
import type { Choice } from '../../specfile/configs/write.ts';
import { age, halfWidth, judgedFacts, type Translate } from '../words/phrases.ts';

/** What follows `▶ Evaluate`: `base AUC 0.7355`, `co-click LIS +0.0012 ±0.0015`, `underpowered`, `2 h ago`, `stale: …`. */
export function configFacts(report: Report, now: number, stale: string | undefined, t: Translate): string[] {
  const base = report.arms.find((arm) => arm.arm === 'base');
  const sources = report.sources.flatMap((source) => {
    const { name } = source;
    const lis = headlineLis(source);
    const verdict = report.verdicts.find(({ target }) => target === name);
    const [said, ...more] = judgedFacts(
      [t('{0} LIS {1} ±{2}', name, signed(lis.value), halfWidth(lis))],
      verdict,
      t,
    );
    return verdict?.code === 'label-leak' ? [t('{0}: {1}', name, said!)] : [said!, ...more];
  });
  return [
    ...(base === undefined
      ? []
      : judgedFacts([t('base AUC {0}', score(base.auc))], leakOf(report, THE_BASE), t)),
    ...sources,
    age(now - Date.parse(report.created), t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}

/** How the config was read, a line each. */
export function readingLines(
  framework: string,
  choices: readonly Choice[],
  notes: readonly { message: string }[],
  t: Translate,
): string {
  return [
    t('Read as a {0} config:', framework),
    ...choices.map(({ key, value, why }) => `${key}: ${value}${why === '' ? '' : ` (${why})`}`),
    ...notes.map(({ message }) => t('Note: {0}', message)),
  ].join('\n');
}
