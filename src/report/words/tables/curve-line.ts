/** What is gained over bases of growing strength, in one line. */
import { score, signed } from '../../../common/format.ts';
import type { BaseReport } from '../../schema-base.ts';
import { inEnglish, listed, type Translate } from '../translate.ts';

/**
 * @param target name of the source or model
 * @param what its gain is called: LIS or AIS
 * @returns "LIS over the base's AUC: +0.0261 at 0.6360 (lr), +0.0212 at 0.6490, +0.0183 at 0.6577 (chosen); weaker bases are of one seed."; undefined where the report has no curve
 */
export function curveLine(
  base: BaseReport | undefined,
  target: string,
  what: 'LIS' | 'AIS',
  t: Translate = inEnglish,
): string | undefined {
  const points = base?.curve?.filter(({ gains }) => gains[target] !== undefined) ?? [];
  if (points.length < 2) return undefined;
  const last = points.at(-1)!;
  const parts = points.map((point) => {
    const gain = [signed(point.gains[target]!.value), score(point.auc)];
    if (point === last) return t('{0} at {1} (chosen)', ...gain);
    return point.ranker === last.ranker
      ? t('{0} at {1}', ...gain)
      : t('{0} at {1} ({2})', ...gain, point.ranker);
  });
  return t("{0} over the base's AUC: {1}; weaker bases are of one seed.", what, listed(parts, t));
}
