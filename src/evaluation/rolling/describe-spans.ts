/** LIS against the length of a source's window, and its honest gain against the age of the data. */
import { contrast } from '../../metrics/intervals/estimate.ts';
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE, sourceArm } from '../../report/arm-ids.ts';
import type { Estimate, RollingReport } from '../../report/schema.ts';
import type { RollingSpec, Spec } from '../../specfile/schema.ts';
import type { ScoredRun } from '../describe/scored-run.ts';
import { isSpanned, type Span } from './spans.ts';

type Described = Pick<RollingReport['sources'][number], 'lengths' | 'lags'>;
type Arms = Span['arms'];

/** In ascending order; the length that the source has and the lag of its honest arm are those of the run. */
export function describeSpans(
  name: string,
  { sources, rolling: { lengths, lags } }: Spec & { rolling: RollingSpec },
  spans: readonly Span[],
  { rows, scored }: Pick<ScoredRun, 'rows' | 'scored'>,
): Described {
  const source = sources.find((candidate) => candidate.name === name)!;
  if (!isSpanned(source)) return {};
  const base = scored.get(BASE)!;
  const gain = (arm: ScoredArm): Estimate => contrast(rows, arm, base);
  const ofRun: Arms = {
    honest: scored.get(sourceArm('honest', name))!,
    leaked: scored.get(sourceArm('leaked', name))!,
  };
  const armsAt = (by: Span['by'], slices: number): Arms =>
    spans.find((span) => span.source === name && span.by === by && span.slices === slices)?.arms ?? ofRun;
  const ascending = (list: readonly number[]): number[] => list.toSorted((a, b) => a - b);
  return {
    ...(lengths !== undefined && {
      lengths: ascending(lengths).map((slices) => {
        const { honest, leaked } = armsAt('length', slices);
        return { slices, lis: gain(leaked!), honestGain: gain(honest!) };
      }),
    }),
    ...(lags !== undefined && {
      lags: ascending(lags).map((slices) => ({ slices, gain: gain(armsAt('lag', slices).honest!) })),
    }),
  };
}
