/** Names of arms, and what is predicted of them by which number. */
import type { Outcome, Uplifts } from '../deploy.ts';
import type { WorldMeasurement } from '../measure.ts';
import { MODELS, PAIR_SOURCES, SOURCES, type Training } from '../spec.ts';

/** An arm that can be deployed. */
export interface Deployable {
  /** Of its uplifts. */
  id: string;
  /** For people. */
  name: string;
  /** The arm whose gain on the log is the LIS, or AIS, that speaks for it. */
  predictedBy: string;
}

export const HONEST: readonly Deployable[] = SOURCES.map((source) => ({
  id: `honest:${source}`,
  name: source,
  predictedBy: `leaked:${source}`,
}));
/** Vectors aligned on a source. */
export const ALIGNED: readonly Deployable[] = PAIR_SOURCES.map((source) => ({
  id: `probe:buried:${source}`,
  name: `buried, aligned on ${source}`,
  predictedBy: `probe:buried:${source}`,
}));
export const VECTORS: readonly Deployable[] = MODELS.map((model) => ({
  id: `model:${model}`,
  name: model,
  predictedBy: `model:${model}`,
}));

/** What a number says of an arm in a world; NaN where there is none. */
export type Predict = (world: WorldMeasurement, arm: Deployable) => number;

/** The gain on the log of an arm that the deployed one is predicted by. */
export const gainOf =
  (training: Training, armOf: (arm: Deployable) => string = ({ predictedBy }) => predictedBy): Predict =>
  (world, arm) =>
    world.log[training].gains[armOf(arm)]?.value ?? Number.NaN;

export const sourceOf = ({ id }: Deployable) => id.slice(id.lastIndexOf(':') + 1);

/** What the arm truly brought, in the deployment of this training. */
export const trueUplift =
  (outcome: Outcome, training: Training = 'staged'): Predict =>
  (world, { id }) =>
    uplift(world, id, training)?.[outcome].true ?? Number.NaN;

/** The same per cent of what the base brings. */
export const relativeUplift =
  (outcome: Outcome, training: Training = 'staged'): Predict =>
  (world, { id }) => {
    const found = uplift(world, id, training)?.[outcome];
    return found === undefined ? Number.NaN : (100 * found.true) / found.base;
  };

/** What a test of half and half of the world's users saw. */
export const seenUplift =
  (outcome: Outcome, training: Training = 'staged'): Predict =>
  (world, { id }) =>
    uplift(world, id, training)?.[outcome].seen ?? Number.NaN;

function uplift(world: WorldMeasurement, id: string, training: Training): Uplifts | undefined {
  return world.deployed[training].uplifts[id];
}
