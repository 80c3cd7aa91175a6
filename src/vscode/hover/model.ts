/**
 * The last result of a model as Markdown: its gain, and what it and a cheap alignment reach of each source's LIS, or why that
 * cannot be said. Verdicts are Problems of the same place, as with sources.
 */

import { percent, score } from '../../common/format.ts';
import { escapeMarkdown } from '../../inert/markdown.ts';
import { isScoredHere } from '../../report/model-kinds.ts';
import type { Estimate, ModelReport } from '../../report/schema.ts';
import type { ModelResult } from '../state/reports/results.ts';
import type { Translate } from '../words/phrases.ts';
import { objectiveRows } from './objective.ts';
import { GAP, gainRow, headLine, levelText } from './words.ts';

/** @param stale why the result no longer describes the spec */
export function modelHover(
  result: ModelResult,
  now: number,
  stale: string | undefined,
  t: Translate,
): string {
  const { model } = result;
  const { ais } = model;
  const gain = isScoredHere(model) ? 'AIS' : t('AIS, over the baseline file');
  return [
    headLine(model.name, result, now, stale, t),
    '',
    `| | ${t('value')}${GAP} | ${t('{0} interval', levelText(ais))} |`,
    '|---|---:|---|',
    gainRow(gain, ais, t),
    ...objectiveRows(result.report, model.name, 'AIS', t),
    ...probeRows(model, t),
    ...capturedRows(model, t),
    '',
    reach(model, t),
  ].join('\n');
}

function capturedRows({ captured, notCaptured }: ModelReport, t: Translate): string[] {
  return Object.entries(captured).map(([source, share]) => {
    const name = t('of the LIS of {0}', escapeMarkdown(source));
    return share === null ? row(name, '–', escapeMarkdown(notCaptured[source] ?? '')) : shareRow(name, share);
  });
}

function probeRows({ probes }: ModelReport, t: Translate): string[] {
  return probes.map(({ source, gain, untrained }) => {
    const name = t('probe on {0}', escapeMarkdown(source));
    return untrained === undefined ? gainRow(name, gain, t) : row(name, '–', escapeMarkdown(untrained));
  });
}

function shareRow(name: string, { value, low, high }: Estimate): string {
  return row(name, percent(value), `${percent(low)} … ${percent(high)}`);
}

function reach(model: ModelReport, t: Translate): string {
  const { coverage, minimumDetectable } = model;
  const detects = t('Finds an AIS of {0} four times in five.', score(minimumDetectable));
  if (!isScoredHere(model)) return detects;
  return `${t('Reaches {0} of the evaluation rows.', percent(coverage))} ${detects}`;
}

/** As `gainRow`. */
function row(name: string, value: string, interval: string): string {
  return `| ${name}${GAP} | ${value}${GAP} | ${interval} |`;
}
