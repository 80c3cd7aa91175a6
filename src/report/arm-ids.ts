/** The ids of arms: who builds arms, who looks for one, and who reads a report all say them through these. */
import { isScoredHere } from './model-kinds.ts';
import type { ArmReport, ModelReport } from './schema.ts';

/** The ranker without any preference data. */
export const BASE = 'base';

export type OfSource = Exclude<ArmReport['arm'], 'base' | 'model' | 'baseline' | 'probe'>;

/** `leaked:co-click` */
export const sourceArm = (arm: OfSource, source: string): string => `${arm}:${source}`;
/** The headline arm of a source without one of its features: no report lists it. */
export const dropArm = (source: string, feature: string): string => `drop:${source}:${feature}`;
export const modelArm = (model: string): string => `model:${model}`;
/** The scores of another ranker without the model. */
export const baselineArm = (model: string): string => `baseline:${model}`;
export const probeArm = (model: string, source: string): string => `probe:${model}:${source}`;

/** What the AIS of a model is held against. */
export const baseOfModel = ({ name, kind }: Pick<ModelReport, 'name' | 'kind'>): string =>
  isScoredHere({ kind }) ? BASE : baselineArm(name);

/** What stands for the ranker of arms whose scores were read. */
export const READ = 'predictions';
