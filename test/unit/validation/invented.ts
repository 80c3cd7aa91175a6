/** Invented measurements in which a source's LIS says all or nothing of what it brings. */
import { random as seeded } from '../../support/random.ts';
import type { Uplift } from '../../validation/deploy.ts';
import type { Gain } from '../../validation/gains.ts';
import type { WorldMeasurement } from '../../validation/measure.ts';
import { drawWorld } from '../../validation/settings.ts';
import { MODELS, PAIR_SOURCES, SOURCES } from '../../validation/spec.ts';

const gain = (value: number): Gain => ({ value, se: 0.01, low: value - 0.02, high: value + 0.02 });

const uplift = (value: number): Uplift => ({
  ...{ base: 100, true: value, se: 1, seen: value + 1, seenSe: 10 },
  usersNeeded: value === 0 ? Number.POSITIVE_INFINITY : 1000 / value ** 2,
});

/** Uplifts are a hundred times what the log said in two stages; jointly it said numbers of its own. */
export function inventedWorld(number: number): WorldMeasurement {
  const random = seeded(number);
  const ids = [
    ...SOURCES.flatMap((source) => ['honest', 'leaked', 'leaked-total'].map((arm) => `${arm}:${source}`)),
    ...MODELS.map((model) => `model:${model}`),
    ...PAIR_SOURCES.map((source) => `probe:buried:${source}`),
  ];
  const numbers = () => Object.fromEntries(ids.map((id) => [id, gain(0.1 * random() - 0.02)]));
  const [staged, joint] = [numbers(), numbers()];
  for (const source of SOURCES) staged[`honest:${source}`] = staged[`leaked:${source}`]!;
  const deployed = ids.filter((id) => !id.startsWith('leaked'));
  const uplifts = Object.fromEntries(
    deployed.map((id) => [
      id,
      { clicks: uplift(100 * staged[id]!.value), worth: uplift(-100 * staged[id]!.value) },
    ]),
  );
  return {
    world: drawWorld(number),
    log: { staged: { base: 0.6, gains: staged }, joint: { base: 0.59, gains: joint } },
    deployed: { staged: { gains: staged, uplifts }, joint: { gains: joint, uplifts } },
  };
}
