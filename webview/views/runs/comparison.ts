/** Runs side by side: what the comparison says, what their specs say otherwise, the differences as a chart, and all numbers. */
import { score, signed } from '../../../src/common/format.ts';
import type { HostToRunsPayloads, RunRow } from '../../../src/protocol/runs.ts';
import { estimateName, modelEstimateName } from '../../../src/report/estimates.ts';
import {
  comparedTargets,
  comparisonNotes,
  comparisonSentences,
  letter,
  writtenComparison,
  writtenInterval,
} from '../../../src/report/words/compare-words.ts';
import type { Drawings } from '../../charts/drawings.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { type Cell, type Column, sortableTable, type Table, type TableContext, textCell } from '../table.ts';
import { type Compared, differenceCharts } from './differences.ts';
import { verdictShown } from './verdict.ts';

export interface ComparisonContext extends TableContext {
  drawings: Pick<Drawings, 'figure'>;
  /** Of the compared runs, oldest first, those that are still there. */
  runs: readonly RunRow[];
  open(path: string): void;
}

type Answer = HostToRunsPayloads['comparison'] | undefined;

export function comparisonView(answer: Answer, context: ComparisonContext): HTMLElement {
  if (answer === undefined) return h('p', { class: 'empty', role: 'status' }, t('Comparing…'));
  const { comparison, problem } = answer;
  if (comparison === undefined)
    return h('p', { class: 'notice warning', role: 'alert' }, problem ?? t('These runs cannot be compared.'));
  const reading = t(
    'Whiskers show the interval of the difference. The mark of a difference whose interval contains 0 is hollow.',
  );
  const figures = differenceCharts(comparison).map((chart, i) =>
    context.drawings.figure(chart, i === 0 ? reading : undefined),
  );
  return h(
    'div',
    { class: 'stack' },
    runsCard(comparison, answer.paths, context),
    said(comparison),
    ...changed(comparison, context),
    figures.length > 0 && h('div', { class: 'stack' }, ...figures),
    sortableTable(estimatesTable(comparison), context),
    sortableTable(armsTable(comparison), context),
    h('div', { class: 'quiet how' }, ...comparisonNotes(comparison, t).map((note) => h('p', {}, note))),
  );
}

/** Which letter is which run. */
function runsCard(
  { names }: Compared,
  paths: readonly string[],
  { runs, open }: ComparisonContext,
): HTMLElement {
  return h(
    'ul',
    { class: 'card letters' },
    ...names.map((name, i) => {
      const run = runs.find(({ path }) => path === paths[i]);
      const press = (): void => run && open(run.path);
      const shown =
        run === undefined
          ? name
          : h('button', { type: 'button', class: 'link', 'data-key': `open:${i}`, click: press }, name);
      return h('li', {}, h('strong', {}, letter(i)), ' ', shown, ' ', run && verdictShown(run));
    }),
  );
}

function said(comparison: Compared): HTMLElement | false {
  const sentences = comparisonSentences(comparison, t);
  return (
    sentences.length > 0 &&
    h('section', { class: 'card said' }, ...sentences.map((sentence) => h('p', {}, sentence)))
  );
}

function changed({ names, settings, notes }: Compared, context: ComparisonContext): HTMLElement[] {
  const table: Table = {
    name: 'settings',
    caption: t('Changed settings'),
    columns: [{ key: 'setting', name: t('setting') }, ...byLetter(names)],
    rows: settings.map(({ key, values }) => [
      textCell(key, h('code', {}, key)),
      ...values.map((value) => textCell(value ?? '–')),
    ]),
  };
  const none = settings.length + notes.length === 0;
  return [
    ...(settings.length === 0 ? [] : [sortableTable(table, context)]),
    ...(notes.length === 0
      ? []
      : [h('ul', { class: 'card notes' }, ...notes.map((note) => h('li', {}, note)))]),
    ...(none ? [h('p', { class: 'quiet' }, t('Their specs and files say the same.'))] : []),
  ];
}

function byLetter(names: readonly string[], numeric = false): Column[] {
  return names.map((_, i) => ({ key: letter(i), name: letter(i), numeric }));
}

function differenceColumns(names: readonly string[]): Column[] {
  return names.slice(1).flatMap((_, i) => {
    const name = `${letter(i + 1)} − A`;
    return [{ key: name, name, numeric: true }];
  });
}

/** The comparison has its names in English. */
function nameOf({ key, model, source = '' }: Compared['estimates'][number]): string {
  return model === undefined ? estimateName(key, t) : modelEstimateName(key, source, t);
}

/** What explains the answer; the rest is shown when asked for. */
const FIRST = new Set(['lis.transferable', 'lis.total', 'honestGain', 'ais']);

function estimatesTable({ names, metric, estimates }: Compared): Table {
  const listed = comparedTargets(estimates).flatMap(({ name, estimates: all }) =>
    all.map((estimate) => ({ name, estimate })),
  );
  return {
    name: 'estimates',
    caption: t('Difference of {0}', metric),
    columns: [
      { key: 'part', name: t('source or model') },
      { key: 'estimate', name: t('estimate') },
      ...byLetter(names, true),
      ...differenceColumns(names),
    ],
    folded: new Set(listed.flatMap(({ estimate: { key } }, i) => (FIRST.has(key) ? [] : [i]))),
    rows: listed.map(({ name, estimate }): Cell[] => {
      const shown = names.map((_, i) => writtenComparison(estimate, i));
      return [
        textCell(name),
        textCell(nameOf(estimate)),
        ...shown.map((cell, i) =>
          withRange(cell?.value, cell?.range, estimate.estimates[i]?.value ?? undefined),
        ),
        ...shown
          .slice(1)
          .map((cell, i) =>
            withRange(cell?.difference, cell?.interval, estimate.differences[i + 1] ?? undefined),
          ),
      ];
    }),
  };
}

const MOST_ARMS = 8;

function armsTable({ names, arms }: Compared): Table {
  return {
    name: 'arms',
    caption: t('Arms, AUC'),
    columns: [{ key: 'arm', name: t('arm') }, ...byLetter(names, true), ...differenceColumns(names)],
    folded: new Set(arms.map((_, i) => i).slice(MOST_ARMS)),
    rows: arms.map(({ id, auc, differences, intervals }) => [
      textCell(id),
      ...auc.map((value) =>
        withRange(value === null ? undefined : score(value), undefined, value ?? undefined),
      ),
      ...differences.slice(1).map((value, i) => {
        const interval = intervals[i + 1];
        const range = interval ? writtenInterval(interval) : undefined;
        return withRange(value === null ? undefined : signed(value), range, value ?? undefined);
      }),
    ]),
  };
}

/** A value with its interval below. */
function withRange(value: string | undefined, range: string | undefined, sort: number | undefined): Cell {
  if (value === undefined || value === '') return { text: '–' };
  const below = range && h('span', { class: 'quiet under limits' }, range);
  return { text: value, sort, show: h('span', {}, value, below) };
}
