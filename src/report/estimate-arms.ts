/** Which arm minus which an estimate is, by their ids: so that what reports say of arms can be said of estimates. */
import { headlineArm } from './estimates.ts';
import type { ModelReport, SourceReport } from './schema.ts';

export interface EstimateArms {
  arm: string;
  minus?: string;
}

/** Where `leaked` stands, the headline's arm is meant. */
const OF_SOURCE: Readonly<Record<string, readonly [arm: string, minus: string]>> = {
  'lis.transferable': ['leaked', 'base'],
  'lis.total': ['leaked-total', 'base'],
  honestGain: ['honest', 'base'],
  placeboGain: ['placebo', 'base'],
  netLis: ['leaked', 'placebo'],
  freshness: ['fresh', 'honest'],
  lookAhead: ['leaked', 'fresh'],
  selfEvidence: ['leaked-total', 'leaked'],
};

/**
 * @param key as in `namedEstimates`
 * @returns undefined for what is no difference of two arms of the source: the null check, which has labels of its own, and the
 * difference from another source
 */
export function sourceArms(source: SourceReport, key: string): EstimateArms | undefined {
  const headline = headlineArm(source);
  const kinds = OF_SOURCE[key];
  if (kinds === undefined) return undefined;
  const [arm, minus] = kinds.map((kind) =>
    kind === 'base' ? kind : `${kind === 'leaked' ? headline : kind}:${source.name}`,
  );
  return { arm: arm!, minus: minus! };
}

/**
 * @param key as in `modelEstimates`
 * @returns undefined for what is no difference of two arms: a share
 */
export function modelArms(
  { name, kind }: ModelReport,
  key: string,
  source: string | undefined,
): EstimateArms | undefined {
  const base = kind === 'predictions' ? `baseline:${name}` : 'base';
  const probe = `probe:${name}:${source}`;
  switch (key) {
    case 'ais':
      return { arm: `model:${name}`, minus: base };
    case 'probe.gain':
      return { arm: probe, minus: base };
    case 'probe.overModel':
      return { arm: probe, minus: `model:${name}` };
    default:
      return undefined;
  }
}
