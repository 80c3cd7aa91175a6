/** The settings that `npm run calibrate` measures, and the world that a number stands for. */

import { seeded } from '../../examples/lib/random.ts';
import type { MeasureOptions } from './measure.ts';

export interface Setting {
  name: string;
  who: MeasureOptions['who'];
  /** Share of the worlds asked for. */
  share: number;
  /** Share of those in which arms of other seeds are trained too, for a truth that is tied to none. */
  shareOfOtherSeeds: number;
}

export const SETTINGS: readonly Setting[] = [
  { name: 'new users', who: 'new', share: 1, shareOfOtherSeeds: 0.3 },
  { name: 'returning users', who: 'returning', share: 0.1, shareOfOtherSeeds: 0 },
];

const OTHER_SEEDS = 5;

/** Numbers of the worlds of a setting, from 1, and which of them have other seeds. */
export function worldsOf({ share, shareOfOtherSeeds }: Setting, worlds: number): [number, boolean][] {
  const count = Math.round(worlds * share);
  // Spread evenly, so that a part of a run has its part of them.
  const before = (k: number): number => Math.round(k * shareOfOtherSeeds);
  return Array.from({ length: count }, (_, k) => [k + 1, before(k + 1) > before(k)]);
}

/** Users, items and evaluated rows as docs/calibration.md states them; interests matter little to much. */
export function worldOptions(setting: Setting, world: number, otherSeeds: boolean): MeasureOptions {
  const returning = setting.who === 'returning';
  return {
    seed: world,
    trainingUsers: returning ? 0 : 200,
    evaluationUsers: returning ? 200 : 100,
    joins: returning ? 0 : 0.5,
    items: 120,
    fresh: 50,
    strength: 1 + 3 * seeded(world * 7919 + 1).uniform(),
    who: setting.who,
    seeds: 3,
    heads: ['trees', 'additive'],
    otherSeeds: otherSeeds ? OTHER_SEEDS : 0,
  };
}
