/** What a report says first: how strong the base is, and what the preference data adds to it. */

import { score, shorten, signed } from '../../common/format.ts';
import { headlineLis, metricName } from '../estimates.ts';
import { isScoredHere } from '../model-kinds.ts';
import { RANKER_TRAITS, type RankerBase, REFERENCE, traitsWritten } from '../ranker-kinds.ts';
import type { Estimate, Report } from '../schema.ts';
import type { BaseReport } from '../schema-base.ts';
import { leaking, THE_BASE } from './label-leak.ts';
import { commandText } from './rankers.ts';

/** A longer name of a column, a program or a source is cut. */
const MOST_LETTERS = 40;

/** @returns one sentence on the base, and one on the best of the sources and models, where there are any */
export function openingSentences(report: Report): string[] {
  return [ofBase(report), ofGain(report)].filter((sentence) => sentence !== undefined);
}

function ofBase({ arms, ranker, base, sources, models }: Report): string | undefined {
  const auc = arms.find(({ arm }) => arm === 'base')?.auc;
  if (auc === undefined) return undefined;
  const data = sources.length > 0 ? 'the preference data' : models.length > 0 ? 'the models' : undefined;
  const reference = base?.curve?.find((point) => point.ranker === REFERENCE && ranker['kind'] !== REFERENCE);
  return [
    data === undefined ? 'The base' : `Without ${data}, the base`,
    ` (${described(ranker, base)}) has an AUC of ${score(auc)}`,
    reference === undefined ? '.' : `; ${RANKER_TRAITS[REFERENCE].called} has ${score(reference.auc)}.`,
  ].join('');
}

/** What a base is that was not trained here. */
const OTHERS: Readonly<Record<Exclude<RankerBase, 'trained'>, (ranker: Report['ranker']) => string>> = {
  none: () => 'boosted trees',
  program: ({ command }) => `the program \`${short(commandText(command))}\``,
  log: ({ score: column }) => `the score that production logged, \`${short(column)}\``,
};

/** `a tuned factorisation machine`, or whatever else the base is. */
function described(ranker: Report['ranker'], base: BaseReport | undefined): string {
  const kind = String(ranker['kind']);
  const traits = traitsWritten(kind) ?? { base: 'trained', called: `a ${kind}` };
  if (traits.base !== 'trained') return OTHERS[traits.base](ranker);
  const search = base?.search;
  const tuned = search !== undefined && search.trials.length > 1;
  return [
    tuned ? traits.called.replace(/^(a )?/, '$1tuned ') : traits.called,
    ...(search !== undefined && !tuned ? [' with the options of the spec'] : []),
    ...(base?.headRows === undefined ? [', trained anew for each arm'] : []),
    ...(search?.weak ? ['; weak, since simpler rankers come close'] : []),
  ].join('');
}

interface Gain {
  name: string;
  estimate: Estimate;
}

function ofGain(report: Report): string | undefined {
  const leaks = leaking(report);
  if (leaks.has(THE_BASE)) return 'The base holds the label, so that no gain over it means anything.';
  const honest = <P extends { name: string }>(parts: readonly P[]) => parts.filter((p) => !leaks.has(p.name));
  const sources = honest(report.sources).map((source) => ({
    name: source.name,
    estimate: headlineLis(source),
    source,
  }));
  // What users say of themselves is many times what a representation could transfer: such a total is named last.
  const transferable = sources.filter(({ source }) => source.lis.transferable !== undefined);
  const models = honest(report.models)
    .filter(isScoredHere) // others are held against a base of their own
    .map(({ name, ais }) => ({ name, estimate: ais }));
  const metric = metricName(report);
  if (transferable.length > 0) return `${gain(transferable, 'preference data', metric)}.`;
  if (sources.length > 0)
    return `${gain(sources, 'preference data', metric)}, users' own later clicks included.`;
  if (models.length === 0) return undefined;
  return `${gain(models, models.length > 1 ? 'models' : 'model', metric)}.`;
}

/** @returns a sentence without its full stop */
function gain(all: readonly Gain[], what: string, metric: string): string {
  const best = all.reduce((a, b) => (b.estimate.value > a.estimate.value ? b : a));
  const { value, low, high, level, pHolm } = best.estimate;
  const name = short(best.name);
  const interval = `${Number((100 * level).toFixed(1))} % interval ${signed(low)} to ${signed(high)}`;
  const numbers = `${signed(value)} ${metric} (${interval})`;
  const shown = low > 0 && (pHolm ?? 0) <= 1 - level;
  if (all.length === 1) {
    if (shown) return `The ${what} ${name} adds ${numbers}`;
    return `It is not certain that the ${what} ${name} adds anything: ${numbers}`;
  }
  if (shown) return `Of the ${what}, ${name} adds most: ${numbers}`;
  return `It is not certain that any of the ${what} adds anything; ${name} comes nearest: ${numbers}`;
}

function short(name: unknown): string {
  return shorten(String(name), MOST_LETTERS);
}
