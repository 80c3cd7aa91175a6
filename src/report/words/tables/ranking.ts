/** The ranking metrics of the arms as columns: those that any arm has, under the names of the field. */
import { score } from '../../../common/format.ts';
import type { ArmReport, RankingMetrics } from '../../schema.ts';
import { inEnglish, type Translate } from '../translate.ts';

/** The cut-off that the tables show; the report holds them all. */
const SHOWN_CUTOFF = '10';

const METRICS: readonly [
  name: (t: Translate) => string,
  metric: (metrics: RankingMetrics) => number | undefined,
][] = [
  [() => 'GAUC', (m) => m.gauc?.impressions],
  [(t) => t('by positives'), (m) => m.gauc?.positives],
  [(t) => t('equal'), (m) => m.gauc?.equal],
  [(t) => t('weighted AUC'), (m) => m.weightedAuc],
  [() => `NDCG@${SHOWN_CUTOFF}`, (m) => m.ndcg?.[SHOWN_CUTOFF]],
  [() => `recall@${SHOWN_CUTOFF}`, (m) => m.recall?.[SHOWN_CUTOFF]],
];

/** A header and a row per arm; empty where no arm has any. */
export function rankingRows(arms: readonly ArmReport[], t: Translate = inEnglish): string[][] {
  const valuesOf = (arm: ArmReport, metric: (m: RankingMetrics) => number | undefined) =>
    arm.ranking === undefined ? undefined : metric(arm.ranking);
  const shown = METRICS.filter(([, metric]) => arms.some((arm) => valuesOf(arm, metric) !== undefined));
  if (shown.length === 0) return [];
  const rows = arms.map((arm) => [
    arm.id,
    ...shown.map(([, metric]) => {
      const value = valuesOf(arm, metric);
      return value === undefined ? '–' : score(value);
    }),
  ]);
  return [['', ...shown.map(([name]) => name(t))], ...rows];
}
