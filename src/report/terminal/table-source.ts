/** One source in the terminal's table: judgements first, then the numbers they rest on, then where the gain sits. */

import { limits, percent, pValue, score, shorten, signed, signedPercent } from '../../common/format.ts';
import { namedEstimates, provenance, rowName, usualLevel, written } from '../estimates.ts';
import type { Report, SourceReport, Verdict } from '../schema.ts';
import { curveLine } from '../words/tables/curve-line.ts';
import { detectable } from '../words/tables/detectable.ts';
import { byGain } from '../words/tables/feature-order.ts';
import { grid, hanging, INDENT, type Paint, section, TABLE_WIDTH } from './paint.ts';
import { more, NAME_WIDTH, PART_WIDTH, segmentLines, titled } from './table-parts.ts';

/** More features than these are in the report only. */
const MOST_FEATURES = 8;

/** All lines of a source, whose estimates are differences of `metric` on `base`; blocks are divided by empty lines. */
export function sourceLines(
  source: SourceReport,
  verdicts: readonly Verdict[],
  { metric, base }: { metric: string; base: Report['base'] },
  paint: Paint,
): string[] {
  const name = `Source ${shorten(source.name, NAME_WIDTH)}`;
  const aside = shorten(provenance(source), TABLE_WIDTH - name.length - 2);
  const [title, ...numbers] = section(name, estimateRows(source, metric), paint, aside);
  const curve = curveLine(base, source.name, 'LIS');
  const others = [
    reach(source),
    curve === undefined ? [] : hanging(INDENT, curve),
    segmentLines(source.segments, 'LIS', paint),
    features(source, paint),
  ];
  return titled(title!, verdicts, numbers, others, paint);
}

function estimateRows(source: SourceReport, metric: string): string[][] {
  const shown = namedEstimates(source);
  const holm = shown.some(({ estimate }) => estimate.pHolm !== undefined);
  const level = usualLevel(shown.map(({ estimate }) => estimate));
  const header = [`difference of ${metric}`, 'estimate', `${level} interval`, 'SE', 'p'];
  return [
    [...header, ...(holm ? ['p (Holm)'] : [])],
    ...shown.map((named) => {
      const { value, range: interval, se } = written(named);
      const { p, pHolm } = named.estimate;
      const adjusted = holm ? [pHolm === undefined ? '' : pValue(pHolm)] : [];
      return [rowName(named), value, interval, se, pValue(p), ...adjusted];
    }),
  ];
}

function reach(source: SourceReport): string[] {
  const which = source.lis.transferable === undefined ? 'total' : 'transferable';
  const relative =
    typeof source.relaImpr === 'number'
      ? ` RelaImpr of the leaked arm: ${signedPercent(source.relaImpr)}.`
      : '';
  return hanging(
    INDENT,
    detectable(source.minimumDetectable, which) +
      `Coverage: ${percent(source.coverage)} of the evaluation rows are touched by the data.${relative}`,
  );
}

function features({ features: all }: SourceReport, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rows = byGain(all)
    .slice(0, MOST_FEATURES)
    .map(({ name, singleAuc, dropGain, missing }) => [
      shorten(name, PART_WIDTH),
      singleAuc === null ? '–' : score(singleAuc),
      dropGain === undefined ? '–' : signed(dropGain.value),
      dropGain === undefined ? '–' : limits(dropGain),
      percent(missing),
    ]);
  const header = ['leaked feature', 'AUC alone', 'drop if removed', 'interval', 'missing'];
  return [...grid([header, ...rows], paint), ...more(all.length, MOST_FEATURES, paint)];
}
