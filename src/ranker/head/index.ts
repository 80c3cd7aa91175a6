/** The head: a base score and binned columns in, scores out. */
export {
  type AdditiveResult,
  type AdditiveTask,
  type Penalties,
  runAdditive,
  type SharedFit,
} from './additive.ts';
export { PENALTIES } from './additive-path.ts';
export { headBytes } from './boost-kernel.ts';
export { calibrations } from './calibrate.ts';
export {
  type Calibration,
  type Calibrations,
  HEAD_DEFAULTS,
  type HeadColumn,
  type HeadHooks,
  type HeadOptions,
  type HeadResult,
  type HeadTask,
  headOptions,
} from './head.ts';
export { runHead } from './train.ts';
