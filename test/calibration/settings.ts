/** The settings that `npm run calibrate` measures, and the world that a number stands for. */

import { seeded } from '../../examples/feed/random.ts';
import type { MeasureOptions } from './measure.ts';

export interface Setting {
  name: string;
  who: MeasureOptions['who'];
  /** Share of the worlds asked for. */
  share: number;
  otherSeeds: number;
}

export const SETTINGS: readonly Setting[] = [
  { name: 'new users', who: 'new', share: 1, otherSeeds: 0 },
  { name: 'new users, truth of any seeds', who: 'new', share: 0.5, otherSeeds: 5 },
  { name: 'returning users', who: 'returning', share: 0.1, otherSeeds: 0 },
];

/** Users, items and evaluated rows as docs/calibration.md states them; interests matter little to much. */
export function worldOptions(setting: Setting, world: number): MeasureOptions {
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
    otherSeeds: setting.otherSeeds,
  };
}
