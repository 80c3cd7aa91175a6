/** What a report says of every arm: its score minus the base's. */
import { contrast, evaluationRows, ScoredArm } from '../../src/metrics/index.ts';
import { BASE } from '../../src/report/arm-ids.ts';
import type { Trained } from './train.ts';

/** A gain of an arm over the base: of AUC on the evaluated rows. */
export interface Gain {
  value: number;
  se: number;
  low: number;
  high: number;
}

/** @returns the base's AUC, and by arm, such as `leaked:co-click`, its gain */
export function gainsOf({ data, run }: Trained): { base: number; gains: Record<string, Gain> } {
  const { evaluate } = run.parts;
  const codes = (column: Uint32Array) => Uint32Array.from(evaluate, (row) => column[row]!);
  const label = Uint8Array.from(evaluate, (row) => data.label[row]!);
  const rows = evaluationRows(label, codes(data.user), codes(data.item));
  const arms = new Map(run.arms.map(({ id }) => [id, new ScoredArm(rows)]));
  for (const { arm, seed, scores } of run.results) arms.get(arm)!.add(seed, scores);
  const base = arms.get(BASE)!;
  const gains: Record<string, Gain> = {};
  for (const [id, arm] of arms) {
    if (arm === base) continue;
    const { value, se, low, high } = contrast(rows, arm, base);
    gains[id] = { value, se, low, high };
  }
  return { base: base.auc, gains };
}
