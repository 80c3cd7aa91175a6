/** Which arm minus which an estimate is, by their ids: so that what reports say of arms can be said of estimates. */
import { BASE, baseOfModel, modelArm, probeArm, sourceArm } from './arm-ids.ts';
import { ESTIMATES, standing } from './estimates.ts';
import type { ModelReport, SourceReport } from './schema.ts';

export interface EstimateArms {
  arm: string;
  minus?: string;
}

/**
 * @param key as in `namedEstimates`
 * @returns undefined for what is no difference of two arms of the source: the null check, which has labels of its own, and the
 * difference from another source
 */
export function sourceArms(source: SourceReport, key: string): EstimateArms | undefined {
  const found = ESTIMATES.find((estimate) => estimate.key === key);
  if (found === undefined || found.labels !== undefined) return undefined;
  const [arm, minus] = found.arms.map((kind) =>
    kind === BASE ? kind : sourceArm(standing(kind, source), source.name),
  );
  return { arm: arm!, minus: minus! };
}

/**
 * @param key as in `modelEstimates`
 * @returns undefined for what is no difference of two arms: a share
 */
export function modelArms(
  model: ModelReport,
  key: string,
  source: string | undefined,
): EstimateArms | undefined {
  switch (key) {
    case 'ais':
      return { arm: modelArm(model.name), minus: baseOfModel(model) };
    case 'probe.gain':
      return { arm: probeArm(model.name, source!), minus: BASE };
    case 'probe.overModel':
      return { arm: probeArm(model.name, source!), minus: modelArm(model.name) };
    default:
      return undefined;
  }
}
