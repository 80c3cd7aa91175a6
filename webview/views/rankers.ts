/** In the tab Run: what each ranker of the spec makes of each source and model, where there are several. */

import { score } from '../../src/common/format.ts';
import { rowName, usualLevel } from '../../src/report/estimates.ts';
import { isScoredHere } from '../../src/report/model-kinds.ts';
import type { Estimate, OtherRanker, Report } from '../../src/report/schema.ts';
import { t } from '../l10n.ts';
import { valueCells, valueColumns } from './estimate-cells.ts';
import { type Cell, numberCell, sortableTable, type Table, textCell } from './table.ts';
import { firstVerdict } from './verdict-words.ts';
import type { ViewContext } from './view.ts';

type OneRanker = Pick<OtherRanker, 'ranker' | 'arms' | 'sources' | 'models' | 'verdicts'>;

interface Found {
  name: string;
  ranker: OneRanker;
  which: string;
  gain: Estimate;
}

export function rankersTable(context: ViewContext): HTMLElement | null {
  const found = gains(context.report);
  return found.length === 0 ? null : sortableTable(table(found), context);
}

/** Source by source and model by model, the rankers of each below one another. */
function gains(report: Report): Found[] {
  const others = report.otherRankers ?? [];
  if (others.length === 0) return [];
  const rankers: OneRanker[] = [report, ...others];
  const ofSources = report.sources.flatMap(({ name }) =>
    rankers.flatMap((ranker): Found[] => {
      const lis = ranker.sources.find((candidate) => candidate.name === name)?.lis;
      if (lis === undefined) return [];
      const which = lis.transferable === undefined ? t('total LIS') : t('transferable LIS');
      return [{ name, ranker, which, gain: lis.transferable ?? lis.total }];
    }),
  );
  // The scores of the others are not those of a ranker of the spec.
  const ofModels = report.models.filter(isScoredHere).flatMap(({ name }) =>
    rankers.flatMap((ranker): Found[] => {
      const ais = ranker.models.find((candidate) => candidate.name === name)?.ais;
      return ais === undefined ? [] : [{ name, ranker, which: 'AIS', gain: ais }];
    }),
  );
  return [...ofSources, ...ofModels];
}

function table(found: readonly Found[]): Table {
  return {
    name: 'rankers',
    caption: t('By ranker'),
    columns: [
      { key: 'part', name: t('source or model') },
      { key: 'ranker', name: t('ranker') },
      { key: 'base', name: t('base AUC'), numeric: true },
      { key: 'estimate', name: t('estimate') },
      ...valueColumns(t('value'), usualLevel(found.map(({ gain }) => gain))),
      { key: 'verdict', name: t('verdict') },
    ],
    rows: found.map(({ name, ranker, which, gain }): Cell[] => [
      textCell(name),
      textCell(String(ranker.ranker['kind'])),
      numberCell(ranker.arms.find(({ arm }) => arm === 'base')?.auc, score),
      textCell(rowName({ name: which, estimate: gain }, t)),
      ...valueCells(gain),
      textCell(firstVerdict(ranker.verdicts, name)),
    ]),
  };
}
