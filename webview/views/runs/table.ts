/** The runs as a table, the verdict of each first. */

import { duration, score, zonedTime } from '../../../src/common/format.ts';
import { LONGEST_TAGS, type RunRow } from '../../../src/protocol/runs.ts';
import { gainCell } from '../../../src/report/words/answer-words.ts';
import { h } from '../../dom.ts';
import { t } from '../../l10n.ts';
import { type Cell, type Column, numberCell, type Table, textCell } from '../table.ts';
import { editable } from './editing.ts';
import { verdictOf, verdictShown } from './verdict.ts';

export interface RowActions {
  trusted: boolean;
  selected: ReadonlySet<string>;
  select(path: string, on: boolean): void;
  open(path: string): void;
  pin(path: string, pinned: boolean): void;
  annotate(path: string, changes: { tags?: string[]; note?: string }): void;
  busy(on: boolean): void;
}

type Gain = NonNullable<RunRow['found']>['source'];

const ORIGINS: Readonly<Record<string, () => string>> = {
  'command line': () => t('command line'),
  editor: () => t('editor'),
  agent: () => t('agent'),
};

/** Longer histories than this are shown when asked for. */
const MOST_ROWS = 200;

export function runsTable(runs: readonly RunRow[], actions: RowActions): Table {
  const models = runs.some(({ found }) => found?.model !== undefined);
  const columns: (Column & { cell(run: RunRow): Cell })[] = [
    { key: 'verdict', name: t('verdict'), cell: (run) => verdictCell(run, actions) },
    { key: 'run', name: t('run'), cell: (run) => nameCell(run, actions) },
    { key: 'lis', name: 'LIS', numeric: true, cell: ({ found }) => headlineCell(found?.source) },
    ...(models
      ? [{ key: 'ais', name: 'AIS', numeric: true, cell: ({ found }: RunRow) => headlineCell(found?.model) }]
      : []),
    {
      ...{ key: 'base', name: t('base AUC'), numeric: true },
      cell: ({ found }) => numberCell(found?.baseAuc, score),
    },
    { key: 'tags', name: t('tags'), cell: (run) => tagsCell(run, actions) },
    { key: 'note', name: t('note'), cell: (run) => noteCell(run, actions) },
    {
      ...{ key: 'duration', name: t('time taken'), numeric: true, minor: true },
      cell: ({ found }) => numberCell(found?.seconds, duration),
    },
    {
      ...{ key: 'seeds', name: t('seeds'), numeric: true, minor: true },
      cell: ({ found }) => numberCell(found?.seeds, String),
    },
  ];
  return {
    name: 'runs',
    caption: t('Runs'),
    columns,
    rows: runs.map((run) => columns.map(({ cell }) => cell(run))),
    folded: new Set(runs.map((_, i) => i).slice(MOST_ROWS)),
  };
}

/** With what is done to the run: it is in sight however narrow the panel is. */
function verdictCell(run: RunRow, actions: RowActions): Cell {
  const box = h('input', {
    ...{ type: 'checkbox', 'data-key': `select:${run.path}`, checked: actions.selected.has(run.path) },
    'aria-label': t('Select {0}', run.name),
    change: () => actions.select(run.path, box.checked),
  });
  const show = h('span', { class: 'chosen' }, box, pinButton(run, actions), verdictShown(run));
  return { ...textCell(verdictOf(run)), show };
}

function pinButton({ path, pinned, name }: RunRow, { pin }: RowActions): HTMLElement {
  return h(
    'button',
    {
      ...{ type: 'button', class: 'link pin', 'data-key': `pin:${path}`, 'aria-pressed': String(pinned) },
      'aria-label': t('Pin {0}', name),
      title: pinned ? t('Unpin') : t('Pin'),
      click: () => pin(path, !pinned),
    },
    pinned ? '★' : '☆',
  );
}

function nameCell(run: RunRow, { open }: RowActions): Cell {
  const { name, time, path, found, change } = run;
  const origin = found?.origin === undefined ? undefined : ORIGINS[found.origin]?.();
  const about = [found?.ranker, origin].filter((text) => text !== undefined && text !== '');
  const link = h(
    'button',
    {
      ...{ type: 'button', class: 'link', 'data-key': `open:${path}`, title: zonedTime(time) },
      click: () => open(path),
    },
    name,
  );
  return {
    text: name,
    sort: time,
    show: h(
      'span',
      {},
      link,
      change !== undefined && h('span', { class: 'under' }, change),
      about.length > 0 && h('span', { class: 'quiet under' }, about.join(' · ')),
    ),
  };
}

/** `+0.020 ± 0.005`, and of which. */
function headlineCell(gain: Gain): Cell {
  if (gain === undefined) return { text: '–' };
  const { name, total, estimate } = gain;
  const text = gainCell(estimate);
  const whose = total ? t('{0}, total', name) : name;
  return {
    text,
    sort: estimate.value,
    show: h('span', {}, text, h('span', { class: 'quiet under' }, whose)),
  };
}

function tagsCell(run: RunRow, { trusted, annotate, busy }: RowActions): Cell {
  const text = run.tags.join(', ');
  if (!trusted) return textCell(text);
  const show = editable({
    ...{ key: `tags:${run.path}`, label: t('Tags of {0}, with commas', run.name), text, busy },
    ...{ empty: t('add tags'), longest: LONGEST_TAGS },
    save: (written) => annotate(run.path, { tags: written.split(',').filter((tag) => tag.trim() !== '') }),
  });
  return { ...textCell(text, show), sort: text === '' ? undefined : text.toLowerCase() };
}

function noteCell(run: RunRow, { trusted, annotate, busy }: RowActions): Cell {
  const { note } = run;
  if (!trusted) return textCell(note, h('span', { class: 'note' }, note));
  const show = editable({
    ...{ key: `note:${run.path}`, label: t('Note on {0}', run.name), text: note, longest: 2000, busy },
    empty: t('add a note'),
    save: (written) => annotate(run.path, { note: written }),
  });
  return {
    text: note,
    sort: note === '' ? undefined : note.toLowerCase(),
    show: h('span', { class: 'note' }, show),
  };
}
