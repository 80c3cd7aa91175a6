/** Edits of one source or model, and of what stands beside it. */
import { headlineLis } from '../../report/estimates.ts';
import { addingEntry } from '../authoring/repair.ts';
import { scalar } from '../authoring/yaml-values.ts';
import { isScoredHere } from '../model-kinds.ts';
import { givesPairs } from '../source-bases.ts';
import { setting } from './base.ts';
import type { Maker } from './hint.ts';

const LONGEST_HISTORY = 1000;

/** Share of rows below which other pairs of the same clicks reach no more of them. */
const HARDLY_ANY = 0.05;

/** Another way to read the same clicks, with the window of the co-clicks, so that the two can be compared. */
export const addSwing: Maker = ({ spec, report, document, source, verdict }) => {
  const index = spec.sources.findIndex(({ kind }) => kind === 'co-click');
  const coClick = spec.sources[index];
  if (coClick?.kind !== 'co-click' || spec.sources.some(({ kind }) => kind === 'swing')) return undefined;
  const reached = report.sources.find(({ name }) => name === coClick.name)?.coverage ?? 1;
  if (reached < HARDLY_ANY) return undefined;
  const beside = source === coClick || verdict.code === 'data-bottleneck';
  if (!beside) return undefined;
  const taken = new Set([...spec.sources, ...spec.models].map(({ name }) => name));
  const name = taken.has('swing') ? 'swing-2' : 'swing';
  if (taken.has(name)) return undefined;
  const window = document.has(['sources', index, 'window']) ? `, window: ${coClick.window}` : '';
  const entry = `{name: ${name}, build: swing${window}}`;
  return { change: { kind: 'add-swing' }, edits: [addingEntry(document, ['sources', index], entry)] };
};

/** Twice the window, and no more than the log has slices. */
export const widenWindow: Maker = ({ spec, document, source, index }) => {
  if (source === undefined || !('window' in source) || source.window === 'all') return undefined;
  const { window } = source;
  const { slices } = spec.split;
  const isWhole = typeof slices === 'number' && window >= slices;
  const to = typeof slices === 'number' ? Math.min(2 * window, slices) : 2 * window;
  // Raw counts of a window that never stops filling tell the date.
  if (isWhole || ('weight' in source && source.weight === 'raw' && to === slices)) return undefined;
  return {
    change: { kind: 'widen-window', from: String(window), to: String(to) },
    edits: [setting({ document }, ['sources', index], 'window', String(to))],
  };
};

/** Twice the history, where that of anybody is longer than what is read. */
export const longerHistory: Maker = ({ document, report, source, index }) => {
  if (source === undefined || !('history' in source) || source.history >= LONGEST_HISTORY) return undefined;
  const { mostPositives = Number.POSITIVE_INFINITY } = report.data;
  if (mostPositives <= source.history) return undefined;
  const to = Math.min(2 * source.history, LONGEST_HISTORY);
  return {
    change: { kind: 'longer-history', from: source.history, to },
    edits: [setting({ document }, ['sources', index], 'history', String(to))],
  };
};

/** Where columns without use cost as much as they may bring: the one that says most of a pair. */
export const fewerFeatures: Maker = ({ spec, found, document, source, index }) => {
  const { placeboGain, minimumDetectable = 1 } = found ?? {};
  if (source === undefined || !('use' in source) || source.use.length < 2) return undefined;
  if (placeboGain === undefined || placeboGain.high >= 0 || minimumDetectable > spec.minimumGain)
    return undefined;
  return {
    change: { kind: 'fewer-features' },
    edits: [setting({ document }, ['sources', index], 'use', '[max]')],
  };
};

/** What a cheap alignment of the model's vectors reaches, on the best source that has pairs with times. */
export const probe: Maker = ({ spec, report, document, verdict }) => {
  const index = spec.models.findIndex(({ name }) => name === verdict.target);
  const model = spec.models[index];
  if (model === undefined || !isScoredHere(model) || model.probe !== undefined) return undefined;
  if (model.use.every((use) => use === 'projection')) return undefined;
  const able = spec.sources.filter(
    (source) => givesPairs(source) && (source.kind !== 'pairs' || source.time !== undefined),
  );
  const [best] = report.sources
    .filter((source) => able.some(({ name }) => name === source.name))
    .sort((a, b) => headlineLis(b).value - headlineLis(a).value);
  if (best === undefined) return undefined;
  return {
    change: { kind: 'probe', source: best.name },
    edits: [setting({ document }, ['models', index], 'probe', scalar(best.name))],
  };
};
