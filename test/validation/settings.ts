/** The world that a number stands for. Numbers are drawn so that sources and models truly differ in worth, and some are useless. */
import { seeded } from '../../examples/lib/random.ts';
import type { WorldOptions } from './worlds/small-world.ts';

export interface DrawnWorld extends WorldOptions {
  kind: 'feed' | 'ads';
  /** Share of the curated judgements that name a near item. */
  curated: number;
  /** Standard deviations of what is added to the world's vectors, and of what buries them; their own have 0.25. */
  spoilt: number;
  buried: number;
}

/** Every second world is of ads. In one of eight, tastes decide so little that hardly anything is worth something. */
export function drawWorld(number: number): DrawnWorld {
  const { uniform } = seeded(number * 7919 + 13);
  const between = (low: number, high: number) => low + (high - low) * uniform();
  const kind = number % 2 === 1 ? 'feed' : 'ads';
  const weak = uniform() < 1 / 8;
  return {
    kind,
    seed: number,
    rows: 9_000,
    users: 180,
    requests: 4,
    itemsPerDay: Math.round(kind === 'feed' ? between(5, 9) : between(4, 8)),
    taste: weak ? between(0, 3) : between(5, 11),
    drift: between(0, 0.1),
    curated: uniform() < 1 / 4 ? 0 : between(0.5, 1),
    spoilt: Math.exp(between(Math.log(0.05), Math.log(1.5))),
    buried: Math.exp(between(Math.log(0.1), Math.log(1))),
  };
}
