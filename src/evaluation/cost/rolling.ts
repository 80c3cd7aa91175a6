/** How long successive cuts take, beside the run that they belong to. */
import type { Spec } from '../../specfile/schema.ts';
import { plannedTrainings } from '../arms/trainings.ts';
import { type Given, NONE_GIVEN } from './given.ts';
import { RATES } from './rates.ts';
import { stagedSeconds, sumOf } from './staged.ts';
import type { LogSize, Rates } from './units.ts';

/** The base's trainings of a run, in trainings of all rows. */
const PREFIXES = 4.5;
/** Heads of a window, in those of the run, which also leaves columns out and draws a curve. */
const HEADS = 0.5;
/** Heads of one length or age of a source's data, likewise. */
const SPANS = 0.1;

/** @returns the seconds of all windows, lengths and lags over those of the training of the run; 0 where the spec asks for none */
export function rollingShare(
  spec: Spec,
  size: LogSize,
  threads: number,
  given: Given = NONE_GIVEN,
  rates: Rates = RATES,
): number {
  const { rolling } = spec;
  if (rolling === undefined) return 0;
  const seconds = stagedSeconds(spec, plannedTrainings(spec)[0], size, threads, given, undefined, rates);
  const once = sumOf(seconds);
  if (once === 0) return 0;
  const { windows, lengths = [], lags = [] } = rolling;
  const perWindow = seconds.base / PREFIXES + seconds.heads * HEADS;
  const spans = (lengths.length + lags.length) * SPANS * seconds.heads;
  return (windows * perWindow + seconds.search + spans) / once;
}
