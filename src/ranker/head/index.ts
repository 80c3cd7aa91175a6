/** The head: a base score and binned columns in, scores out. */
export {
  type AdditiveResult,
  type AdditiveTask,
  type Penalties,
  runAdditive,
  type SharedFit,
} from './additive.ts';
export { PENALTIES } from './additive-path.ts';
export { type Coefficients, scoreRows } from './additive-scores.ts';
export { headBytes } from './boost-kernel.ts';
export { calibrations } from './calibrate.ts';
export type {
  Calibration,
  Calibrations,
  HeadColumn,
  HeadHooks,
  HeadResult,
  HeadTask,
  TreesModel,
} from './head.ts';
export { type HeadOptions, headOptions } from './options.ts';
export { areSoundTrees, isSoundValue } from './sound-trees.ts';
export { pollOf, runHead } from './train.ts';
export { scoreRowsByTrees } from './tree-scores.ts';
