/** In the tab Scores: each source and model by the log's label and by each objective, where the spec has any. */

import { score, signed } from '../../src/common/format.ts';
import { rowName, usualLevel } from '../../src/report/estimates.ts';
import { leaking } from '../../src/report/words/label-leak.ts';
import { byObjective } from '../../src/report/words/objectives.ts';
import { h } from '../dom.ts';
import { t } from '../l10n.ts';
import { valueCells, valueColumns } from './estimate-cells.ts';
import { type Cell, numberCell, sortableTable, textCell } from './table.ts';
import { firstVerdict } from './verdict-words.ts';
import type { ViewContext } from './view.ts';

export function objectivesTable(context: ViewContext): HTMLElement | null {
  const found = byObjective(context.report);
  if (found.length === 0) return null;
  const { objectives = [], verdicts: byLabel } = context.report;
  const verdictsBy = (objective: string) =>
    objectives.find((candidate) => candidate.name === objective)?.verdicts ?? byLabel;
  return sortableTable(
    {
      name: 'objectives',
      caption: t('By objective'),
      columns: [
        { key: 'part', name: t('source or model') },
        { key: 'objective', name: t('objective') },
        { key: 'metric', name: t('metric') },
        { key: 'base', name: t('base'), numeric: true },
        ...valueColumns(t('LIS or AIS'), usualLevel(found.map(({ estimate }) => estimate))),
        { key: 'verdict', name: t('verdict') },
      ],
      rows: found.map(({ name, objective, metric, base, estimate, verdict }): Cell[] => [
        textCell(rowName({ name, estimate }, t)),
        textCell(objective),
        textCell(metric),
        numberCell(base, score),
        ...valueCells(estimate),
        textCell(verdict === undefined ? '–' : firstVerdict(verdictsBy(objective), name)),
      ]),
    },
    context,
  );
}

/** In the tile of a source or model, `by time +0.0210 · by long +0.0246`; the table far below has the intervals. */
export function objectivesLine(part: string, { report }: ViewContext): HTMLElement | null {
  if (leaking(report).has(part)) return null;
  const [, ...others] = byObjective(report).filter(({ name }) => name === part);
  const told = others.filter(({ verdict }) => verdict !== 'label-leak');
  if (told.length === 0) return null;
  const text = told.map(({ objective, estimate }) => t('by {0} {1}', objective, signed(estimate.value)));
  return h('p', { class: 'interval' }, text.join(' · '));
}
