/** What a run is called wherever it is listed: `lis.yaml · 10:31 · +0.020`. */
import { localTime } from '../../common/format.ts';
import type { RunFacts } from '../kept/run-facts.ts';

/** The facts of a run, or nothing where its report cannot be read. */
export interface NamedRun {
  /** ISO 8601, when it started. */
  time: string;
  facts?: Pick<RunFacts, 'best' | 'bestModel'> | undefined;
}

/** @param specName as the reader knows it: relative to the workspace. @param seconds where two runs may be of one minute */
export function runName(run: NamedRun, specName: string, { now = Date.now(), seconds = false } = {}): string {
  const gain = runGain(run.facts);
  return [specName, runClock(run.time, { now, seconds }), ...(gain === undefined ? [] : [gain])].join(' · ');
}

/** `10:31` of today, else with its day. */
export function runClock(time: string, { now = Date.now(), seconds = false } = {}): string {
  const text = localTime(time, seconds);
  const [day, clock] = text.split(' ');
  return clock !== undefined && day === localTime(new Date(now).toISOString()).split(' ')[0] ? clock : text;
}

/** The gain of its best source, or else model: `+0.020`; four digits where three would hide it. */
export function runGain(facts: NamedRun['facts']): string | undefined {
  const gain = facts?.best?.lis ?? facts?.bestModel?.ais;
  return gain && shortGain(gain.value);
}

export function shortGain(value: number): string {
  const text = value.toFixed(Math.abs(value) < 0.001 ? 4 : 3);
  return Number(text) === 0 ? text.replace('-', '+').replace(/^(?=\d)/, '+') : value > 0 ? `+${text}` : text;
}

/** The names of runs side by side: with seconds where two would have one. */
export function runNames(
  runs: readonly (NamedRun & { specName: string })[],
  now: number = Date.now(),
): string[] {
  const names = runs.map((run) => runName(run, run.specName, { now }));
  return runs.map((run, i) =>
    names.filter((name) => name === names[i]).length > 1
      ? runName(run, run.specName, { now, seconds: true })
      : names[i]!,
  );
}
