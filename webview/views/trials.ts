/** What the search for the base tried, the best first, with rankers that know next to nothing for comparison. */
import { score } from '../../src/common/format.ts';
import type { BaseReport } from '../../src/report/schema-base.ts';
import { h, icon } from '../dom.ts';
import { t } from '../l10n.ts';
import { type Cell, numberCell, type Table, textCell } from './table.ts';

type Search = NonNullable<BaseReport['search']>;
type Trial = Search['trials'][number];

/** Trials in sight at first. The chosen one and the references always are. */
const MOST = 8;

interface Row {
  logLoss: number | null;
  cells: Cell[];
  /** Stays in sight. */
  kept: boolean;
}

/** @param name under which the order of its rows is remembered */
export function trialsTable(search: Search, name: string, kind: string): Table {
  const { trials, references } = search;
  const options = [...new Set(trials.flatMap((trial) => Object.keys(trial.options)))];
  const rows = [
    ...trials.map((trial, i) => ofTrial(trial, i, search, options)),
    ...ofReferences(references, options.length),
  ].sort((a, b) => (a.logLoss ?? Infinity) - (b.logLoss ?? Infinity));
  const foldable = rows.flatMap(({ kept }, i) => (kept ? [] : [i]));
  return {
    name,
    caption: t('Recipes tried for {0}', kind),
    columns: [
      { key: 'recipe', name: t('recipe') },
      { key: 'logLoss', name: t('log loss'), numeric: true },
      { key: 'outcome', name: t('outcome') },
      { key: 'epochs', name: t('epochs'), numeric: true },
      { key: 'best', name: t('best at'), numeric: true },
      { key: 'stage', name: t('stage'), numeric: true },
      ...options.map((option) => ({ key: `option:${option}`, name: option, numeric: true })),
    ],
    rows: rows.map(({ cells }) => cells),
    folded: new Set(foldable.slice(MOST - 1)),
  };
}

function ofTrial(trial: Trial, i: number, { chosen }: Search, options: readonly string[]): Row {
  const text = outcome(trial, i === chosen);
  const mark = i === chosen ? icon('positive') : null;
  return {
    logLoss: trial.logLoss,
    kept: i === chosen,
    cells: [
      { text: t('recipe {0}', i + 1), sort: i },
      numberCell(trial.logLoss, score),
      textCell(text, h('span', { class: 'outcome' }, mark, text)),
      numberCell(trial.epochs, (value) => value.toFixed(2)),
      trial.logLoss === null ? { text: '–' } : numberCell(trial.bestEpochs, (value) => value.toFixed(2)),
      numberCell(trial.stage, String),
      ...options.map((option) => numberCell(trial.options[option], String)),
    ],
  };
}

function outcome({ dropped, ended }: Trial, chosen: boolean): string {
  if (chosen) return t('chosen');
  if (ended === 'diverged') return t('diverged');
  if (dropped !== undefined) return t('dropped at rung {0}', dropped);
  return ended === 'turned' ? t('log loss rose again') : t('trained to the end');
}

function ofReferences({ constant, counts, lr }: Search['references'], options: number): Row[] {
  const references: [name: string, logLoss: number | undefined][] = [
    [t('the positive rate alone'), constant],
    [t('counts alone'), counts],
    [t('logistic regression'), lr],
  ];
  return references.flatMap(([name, logLoss], i) => {
    if (logLoss === undefined) return [];
    const none: Cell = { text: '–' };
    const cells = [
      { text: name, sort: 1000 + i, show: h('em', {}, name) },
      numberCell(logLoss, score),
      textCell(t('for comparison')),
      ...Array<Cell>(3 + options).fill(none),
    ];
    return [{ logLoss, kept: true, cells }];
  });
}
