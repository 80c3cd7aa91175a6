/**
 * What a content model says when most of it is about something else: the world's latent vectors among louder numbers that nobody's
 * taste depends on. README.md states what it is worth.
 */
import { seeded } from '../lib/random.ts';
import type { Feed } from './impressions.ts';
import { DIMENSIONS } from './world.ts';

/** Numbers that say nothing, and their standard deviation; those of a latent vector have 1/√DIMENSIONS = 0.25. */
const OTHER = 48;
const LOUDNESS = 0.3;

export const BURIED_DIMENSIONS = DIMENSIONS + OTHER;

/** `BURIED_DIMENSIONS` per item, no one of them the latent ones alone: a function of the feed and its seed. */
export function buriedVectors({ world: { items }, seed }: Feed): Float32Array {
  const random = seeded(seed ^ 0xb041ed);
  const mixing = Float64Array.from({ length: BURIED_DIMENSIONS ** 2 }, () => random.normal());
  const buried = new Float32Array(items.count * BURIED_DIMENSIONS);
  const parts = new Float64Array(BURIED_DIMENSIONS);
  for (let i = 0; i < items.count; i++) {
    parts.set(items.vectors.subarray(i * DIMENSIONS, (i + 1) * DIMENSIONS));
    for (let p = DIMENSIONS; p < BURIED_DIMENSIONS; p++) parts[p] = LOUDNESS * random.normal();
    for (let d = 0; d < BURIED_DIMENSIONS; d++) {
      let sum = 0;
      for (const [p, part] of parts.entries()) sum += mixing[d * BURIED_DIMENSIONS + p]! * part;
      buried[i * BURIED_DIMENSIONS + d] = sum;
    }
  }
  return buried;
}
