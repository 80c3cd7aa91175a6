/** In the tab Scores: each source and model by the log's label and by each objective, where the spec has any. */
import { score } from '../../src/common/format.ts';
import { byObjective } from '../../src/report/words/objectives.ts';
import { t } from '../l10n.ts';
import { levelOf, valueCells, valueColumns } from './estimate-cells.ts';
import { type Cell, numberCell, sortableTable, textCell } from './table.ts';
import type { ViewContext } from './view.ts';

export function objectivesTable(context: ViewContext): HTMLElement | null {
  const found = byObjective(context.report);
  if (found.length === 0) return null;
  return sortableTable(
    {
      name: 'objectives',
      caption: t('By objective'),
      columns: [
        { key: 'part', name: t('source or model') },
        { key: 'objective', name: t('objective') },
        { key: 'metric', name: t('metric') },
        { key: 'base', name: t('base'), numeric: true },
        ...valueColumns(t('LIS or AIS'), levelOf(found.map(({ estimate }) => estimate))),
        { key: 'verdict', name: t('verdict') },
      ],
      rows: found.map(({ name, objective, metric, base, estimate, verdict }): Cell[] => [
        textCell(name),
        textCell(objective),
        textCell(metric),
        numberCell(base, score),
        ...valueCells(estimate),
        textCell(verdict ?? '–'),
      ]),
    },
    context,
  );
}
