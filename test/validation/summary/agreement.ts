/** LIS of a source beside the AIS of vectors that were aligned on it. */
import type { Agreement, AgreementRun } from '../agreement.ts';
import type { Gain } from '../gains.ts';
import type { WorldMeasurement } from '../measure.ts';
import { bootstrap, type Interval, mean, spearman, tauB } from '../statistics.ts';

/** One source in one run. */
export interface Pair {
  source: string;
  transferable: Gain;
  total: Gain;
  /** Of vectors aligned on the source, and of the same vectors before. */
  ais: Gain;
  before: Gain;
}

export interface PairedRun {
  data: string;
  rows: string;
  base: string;
  baseAuc: number;
  pairs: Pair[];
  /** Of vectors as they are, by model. */
  models: Record<string, Gain>;
}

function pairsOf(gains: Record<string, Gain>): Pair[] {
  return Object.keys(gains).flatMap((id) => {
    const [kind, model, source] = id.split(':');
    const [transferable, total] = [gains[`leaked:${source}`], gains[`leaked-total:${source}`]];
    const [ais, before] = [gains[id], gains[`model:${model}`]];
    if (kind !== 'probe' || !source || !transferable || !total || !ais || !before) return [];
    return [{ source, transferable, total, ais, before }];
  });
}

function modelsOf(gains: Record<string, Gain>): Record<string, Gain> {
  const models = Object.entries(gains).filter(([id]) => id.startsWith('model:'));
  return Object.fromEntries(models.map(([id, gain]) => [id.slice('model:'.length), gain]));
}

export function ofAgreement(run: AgreementRun, { baseAuc, gains }: Agreement): PairedRun {
  const rows = run.rows === undefined ? '100,000' : run.rows.toLocaleString('en');
  return { data: run.data, rows, base: run.base, baseAuc, pairs: pairsOf(gains), models: modelsOf(gains) };
}

export function ofWorld({ world, log: { staged } }: WorldMeasurement): PairedRun {
  return {
    ...{ data: world.kind, rows: world.rows.toLocaleString('en'), base: 'fm, tuned' },
    ...{ baseAuc: staged.base, pairs: pairsOf(staged.gains), models: modelsOf(staged.gains) },
  };
}

export interface AgreementRow {
  runs: number;
  sources: number;
  baseAuc: number;
  /** Means of what was measured. */
  transferable: number;
  total: number;
  ais: number;
  /** Of the same vectors before they were aligned. */
  before: number;
  /** Over all sources of all runs; by the transferable LIS, and by the total. */
  tau: Record<Ceiling, Interval>;
  /** Of the transferable LIS with what the alignment adds to the vectors' AIS. */
  tauAdded: Interval;
  spearman: Record<Ceiling, Interval>;
  /** Share of sources whose AIS is not above the LIS: of the two estimates, and where only what the intervals show counts. */
  below: Record<Ceiling, { point: number; interval: number }>;
}

export type Ceiling = 'transferable' | 'total';

/** Intervals are of other runs: each is a world, or a base on a log, of its own. */
export function agreementRow(runs: readonly PairedRun[]): AgreementRow {
  const all = runs.flatMap(({ pairs }) => pairs);
  const correlation = (statistic: (x: number[], y: number[]) => number, ceiling: Ceiling) =>
    bootstrap(runs, (some) => {
      const pairs = some.flatMap((run) => run.pairs);
      return statistic(
        pairs.map((pair) => pair[ceiling].value),
        pairs.map(({ ais }) => ais.value),
      );
    });
  const tauAdded = bootstrap(runs, (some) => {
    const pairs = some.flatMap((run) => run.pairs);
    return tauB(
      pairs.map((pair) => pair.transferable.value),
      pairs.map(({ ais, before }) => ais.value - before.value),
    );
  });
  const below = (ceiling: Ceiling) => ({
    point: mean(all.map((pair) => Number(pair.ais.value <= pair[ceiling].value))),
    interval: mean(all.map((pair) => Number(pair.ais.low <= pair[ceiling].high))),
  });
  const both = <T>(measure: (ceiling: Ceiling) => T) => ({
    transferable: measure('transferable'),
    total: measure('total'),
  });
  return {
    ...{ runs: runs.length, sources: all.length, baseAuc: mean(runs.map(({ baseAuc }) => baseAuc)) },
    transferable: mean(all.map((pair) => pair.transferable.value)),
    total: mean(all.map((pair) => pair.total.value)),
    ais: mean(all.map(({ ais }) => ais.value)),
    before: mean(all.map(({ before }) => before.value)),
    tau: both((ceiling) => correlation(tauB, ceiling)),
    tauAdded,
    spearman: both((ceiling) => correlation(spearman, ceiling)),
    below: both(below),
  };
}

/** Vectors as they are beside the best source of their run. */
export interface AgainstBest {
  runs: number;
  /** Mean AIS. */
  ais: number;
  /** Share of the runs in which it is above the LIS of every source, of those made of pairs. */
  above: Record<Ceiling, number>;
}

/** @returns undefined where no run has the model */
export function againstBest(runs: readonly PairedRun[], model: string): AgainstBest | undefined {
  const known = runs.flatMap(({ pairs, models }) => {
    const ais = models[model]?.value;
    return ais === undefined || pairs.length === 0 ? [] : [{ ais, pairs }];
  });
  if (known.length === 0) return undefined;
  const above = (ceiling: Ceiling) =>
    mean(known.map(({ ais, pairs }) => Number(ais > Math.max(...pairs.map((pair) => pair[ceiling].value)))));
  return {
    runs: known.length,
    ais: mean(known.map(({ ais }) => ais)),
    above: { transferable: above('transferable'), total: above('total') },
  };
}
