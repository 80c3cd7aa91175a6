/** What unfolds under an answer: its sentence, where its data comes from, and every estimate behind it. */

import { percent, score, signed } from '../../src/common/format.ts';
import type { Answer } from '../../src/report/answers.ts';
import {
  estimateName,
  type NamedEstimate,
  namedEstimates,
  provenance,
  rowName,
  usualLevel,
} from '../../src/report/estimates.ts';
import { isScoredHere } from '../../src/report/model-kinds.ts';
import type { ModelReport, ProbeReport, SourceReport } from '../../src/report/schema.ts';
import { leakOf } from '../../src/report/words/label-leak.ts';
import { type Child, h, icon } from '../dom.ts';
import { explained, term } from '../glossary.ts';
import { t } from '../l10n.ts';
import { testCells, testColumns, valueCells, valueColumns } from './estimate-cells.ts';
import { isTrained, modelEstimates, shareInterval } from './models.ts';
import { objectivesLine } from './objectives.ts';
import { modelKind } from './part-picker.ts';
import { sortableTable, type Table, textCell } from './table.ts';
import { isModel, type ViewContext } from './view.ts';

type Part = SourceReport | ModelReport;
type Listed = Pick<NamedEstimate, 'name' | 'contrast' | 'estimate'> & Partial<Pick<NamedEstimate, 'key'>>;

/** Terms that a line of facts may hold. */
const TERMS = ['coverage', 'smallest detectable gain', 'power', 'AIS', 'LIS', 'AUC', 'captured'];

export function details(answer: Answer, context: ViewContext): Node[] {
  const { report, specName, post } = context;
  const part: Part | undefined = [...report.sources, ...report.models].find(
    ({ name }) => name === answer.name,
  );
  if (part === undefined) return [];
  const { name } = part;
  const leak = leakOf(report, name);
  const [specPath] = (leak?.columns ?? []).map((column) => column.specPath);
  const shown: Child[] = [
    h('p', {}, ...explained(answer.sentence, TERMS)),
    leak && h('p', {}, leak.message, ' ', t('{0} is no gain of the data.', signed(answer.gain.value))),
    ...(isModel(part) ? [...shareLines(part), ...probeLines(part)] : []),
    objectivesLine(name, context),
    h('p', { class: 'quiet small' }, ...explained(facts(part), TERMS)),
    sortableTable(table(part), context),
    h(
      'vscode-button',
      {
        appearance: 'secondary',
        'aria-label': t('Go to {0} in {1}', name, specName),
        'data-key': `go:${name}`,
        click: () => post('goTo', { name, ...(specPath && { specPath }) }),
      },
      t('Go to {0}', name),
      icon('file', 'start'),
    ),
  ];
  return shown.filter((child): child is Node => child instanceof Node);
}

function facts(part: Part): string {
  const measured = !isModel(part) || isScoredHere(part);
  return [
    isModel(part) ? modelKind(part) : provenance(part, t),
    ...(measured ? [t('coverage {0}', percent(part.coverage))] : []),
    ...(part.minimumDetectable > 0
      ? [t('smallest detectable gain: {0} (80 % power)', score(part.minimumDetectable))]
      : []),
  ].join(' · ');
}

function table(part: Part): Table {
  const shown: Listed[] = isModel(part) ? modelEstimates({ models: [part] }) : namedEstimates(part);
  const holm = shown.some(({ estimate }) => estimate.pHolm !== undefined);
  return {
    name: `estimates:${part.name}`,
    caption: t('Estimates of {0}', part.name),
    columns: [
      { key: 'estimate', name: t('estimate') },
      ...valueColumns(t('value'), usualLevel(shown.map(({ estimate }) => estimate))),
      ...testColumns(holm),
    ],
    rows: shown.map(({ key, name, contrast, estimate }) => {
      const shownName = key === undefined ? name : estimateName(key, t);
      const words = rowName({ name: shownName, estimate }, t);
      return [
        textCell(shownName, h('span', {}, term(name, words), h('span', { class: 'quiet under' }, contrast))),
        ...valueCells(estimate),
        ...testCells(estimate, holm),
      ];
    }),
  };
}

function shareLines({ captured }: ModelReport): HTMLElement[] {
  return Object.entries(captured).flatMap(([source, share]) => {
    if (share === null) return [];
    const text = t('{0} of the LIS of {1}', percent(share.value), source);
    return h('p', {}, ...explained(text, ['LIS']), h('span', { class: 'quiet' }, ` ${shareInterval(share)}`));
  });
}

function probeLines({ probes }: ModelReport): HTMLElement[] {
  return probes.map((probe: ProbeReport) =>
    h(
      'p',
      { class: 'quiet small' },
      isTrained(probe)
        ? t('a probe on {0} reaches {1}', probe.source, signed(probe.gain.value))
        : t('a probe on {0} learnt nothing: {1}', probe.source, probe.untrained!),
    ),
  );
}
