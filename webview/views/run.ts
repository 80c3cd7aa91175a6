/** Tab Run: what was trained on what, by which versions, at what cost: all that another needs to get the same numbers. */

import { bytes, count, duration, score, zonedTime } from '../../src/common/format.ts';
import type { ArmReport, InputFingerprint, Report } from '../../src/report/schema.ts';
import { runFacts } from '../../src/report/words/run-facts.ts';
import { trainedColumns } from '../../src/report/words/tables/arm-columns.ts';
import { rankingRows } from '../../src/report/words/tables/ranking.ts';
import type { Colour, ForestChart } from '../charts/chart.ts';
import { coloursOf, ofArm } from '../charts/colours.ts';
import { h, icon } from '../dom.ts';
import { t } from '../l10n.ts';
import { armLeaks } from './leaks.ts';
import { rankersTable } from './rankers.ts';
import { numberCell, sortableTable, type Table, textCell } from './table.ts';
import type { View, ViewContext } from './view.ts';

const CHANCE = 0.5;
const NAMES = { epochs: () => t('epochs'), trees: () => t('trees'), penalty: () => t('penalty') };

export const runView: View = (context) => {
  const { report } = context;
  return h(
    'div',
    {},
    h(
      'div',
      { class: 'facts' },
      factsCard(t('Evaluation'), runFacts(report, t)),
      factsCard(t('Provenance'), provenanceFacts(report)),
    ),
    warnings(report),
    h(
      'div',
      { class: 'stack spaced' },
      h('div', { class: 'stack' }, ...armsFigures(context)),
      sortableTable(armsTable(report), context),
    ),
    rankersTable(context),
    report.inputs.length > 0 && sortableTable(inputsTable(context), context),
  );
};

function factsCard(title: string, facts: readonly (readonly [string, string])[]): HTMLElement {
  return h(
    'section',
    { class: 'card' },
    h('h3', {}, title),
    h('dl', {}, ...facts.flatMap(([name, text]) => [h('dt', {}, name), h('dd', {}, text)])),
  );
}

function provenanceFacts({ spec, seed, tool, resources }: Report): [string, string][] {
  const versions = Object.entries(resources.versions).map(([name, version]) => `${name} ${version}`);
  return [
    [t('Spec'), spec.path],
    [t('Spec hash'), spec.hash],
    [t('Seed'), String(seed)],
    [t('Versions'), [`${tool.name} ${tool.version}`, ...versions].join(' · ')],
    [t('Time'), t('{0} (CPU {1})', duration(resources.wallSeconds), duration(resources.cpuSeconds))],
    [t('Memory'), t('peak {0}', bytes(resources.peakMemoryBytes))],
    [t('Threads'), String(resources.threads)],
    [t('Trained'), t('{0} rows', count(resources.rowsTrained))],
  ];
}

function warnings({ warnings: all }: Report): HTMLElement | null {
  if (all.length === 0) return null;
  return h(
    'section',
    { class: 'card warnings' },
    h('h3', {}, icon('warning'), t('Warnings')),
    h(
      'ul',
      {},
      ...all.map(({ code, message, count: times }) =>
        h(
          'li',
          {},
          message,
          ' ',
          h('span', { class: 'quiet' }, times === undefined ? `(${code})` : `(${code}, ${count(times)})`),
        ),
      ),
    ),
  );
}

/** Arms that read the label have a chart of their own: beside them all others would look alike. */
function armsFigures({ report, figure }: ViewContext): HTMLElement[] {
  const leaks = armLeaks(report);
  const colourOf = coloursOf(report);
  const [honest, leaking] = [
    report.arms.filter((arm) => !leaks(arm)),
    report.arms.filter((arm) => leaks(arm)),
  ];
  const reading = t('Mean over seeds; whiskers show one standard deviation of the seeds, the line chance.');
  const figures: HTMLElement[] = [];
  if (honest.length > 0) {
    figures.push(
      figure(
        armsChart(t('AUC of the arms'), honest, (arm) => ofArm(arm, colourOf)),
        reading,
      ),
    );
  }
  if (leaking.length > 0)
    figures.push(
      figure(
        armsChart(t('Arms that read the label'), leaking, () => 'error'),
        t('These hold the label: no gain of the data, whatever its size.'),
      ),
    );
  return figures;
}

function armsChart(
  title: string,
  arms: readonly ArmReport[],
  colourOf: (arm: ArmReport) => Colour,
): ForestChart {
  return {
    kind: 'forest',
    title,
    axis: 'AUC',
    from: CHANCE,
    format: score,
    rows: arms.map((arm) => {
      const { id, auc, aucSd } = arm;
      const ends = aucSd === undefined ? {} : { low: auc - aucSd, high: auc + aucSd };
      return { name: id, point: { value: auc, ...ends }, text: score(auc), colour: colourOf(arm) };
    }),
  };
}

function armsTable({ arms }: Report): Table {
  const trained = trainedColumns(arms);
  const [header, ...ranking] = rankingRows(arms, t);
  const names = header?.slice(1) ?? [];
  return {
    name: 'arms',
    caption: t('Arms'),
    columns: [
      { key: 'arm', name: t('arm') },
      { key: 'auc', name: 'AUC', numeric: true },
      { key: 'sd', name: t('± SD of seeds'), numeric: true },
      { key: 'logLoss', name: t('log loss'), numeric: true },
      ...trained.map(({ name }) => ({ key: name, name: NAMES[name](), numeric: true })),
      ...names.map((name) => ({ key: name, name, numeric: true })),
    ],
    rows: arms.map((arm, i) => [
      textCell(arm.id),
      numberCell(arm.auc, score),
      numberCell(arm.aucSd, score),
      numberCell(arm.logLoss, score),
      ...trained.map(({ value, cell }) => numberCell(value(arm), () => cell(arm))),
      ...names.map((_, column) => {
        const text = ranking[i]?.[column + 1] ?? '–';
        return { text, sort: text === '–' ? undefined : Number(text) };
      }),
    ]),
  };
}

/** What is not a file cannot be looked at from here. */
function sinceRun({ path, modified }: InputFingerprint, staleInputs: readonly string[]): string {
  if (modified === undefined) return '–';
  return staleInputs.includes(path) ? t('changed') : t('unchanged');
}

function inputsTable({ report, staleInputs }: ViewContext): Table {
  return {
    name: 'inputs',
    caption: t('Inputs'),
    columns: [
      { key: 'file', name: t('file') },
      { key: 'role', name: t('role') },
      { key: 'rows', name: t('rows'), numeric: true },
      { key: 'size', name: t('size'), numeric: true },
      { key: 'modified', name: t('modified') },
      { key: 'state', name: t('since the run') },
      { key: 'hash', name: t('SHA-256') },
    ],
    rows: report.inputs.map((input) => [
      textCell(input.path),
      textCell(input.role),
      numberCell(input.rows, count),
      numberCell(input.bytes, bytes),
      input.modified === undefined
        ? { text: '–' }
        : { text: zonedTime(input.modified), sort: input.modified },
      textCell(sinceRun(input, staleInputs)),
      textCell(input.hash, h('code', {}, input.hash)),
    ]),
  };
}
