/** One source in the terminal's table: judgements first, then the numbers they rest on, then where the gain sits. */
import { namedEstimates, provenance, segmentName } from './estimates.ts';
import { count, percent, pValue, score, shorten, signed, wrap } from './format.ts';
import { grid, hanging, INDENT, type Paint, section, TABLE_WIDTH } from './paint.ts';
import type { Estimate, SourceReport, Verdict } from './schema.ts';

const NAME_WIDTH = 40;
const PART_WIDTH = 26;
/** More segments or features than these are in the report only. */
const MOST_SEGMENTS = 12;
const MOST_FEATURES = 8;

/** All lines of a source, whose estimates are differences of `metric`; blocks are divided by empty lines. */
export function sourceLines(
  source: SourceReport,
  verdicts: readonly Verdict[],
  metric: string,
  paint: Paint,
): string[] {
  const name = `Source ${shorten(source.name, NAME_WIDTH)}`;
  const aside = shorten(provenance(source), TABLE_WIDTH - name.length - 2);
  const [title, ...numbers] = section(name, estimateRows(source, metric), paint, aside);
  const blocks = [
    [title!, ...cards(verdicts, paint)],
    numbers,
    reach(source),
    segments(source, paint),
    features(source, paint),
  ];
  // Without a card the numbers follow the title at once.
  if (verdicts.length === 0) blocks.splice(0, 2, [title!, ...numbers]);
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

function cards(verdicts: readonly Verdict[], paint: Paint): string[] {
  const colour = { positive: paint.good, info: paint.strong, warning: paint.alert };
  return verdicts.flatMap(({ code, severity, message, action }) => {
    const [first, ...rest] = wrap(`${code}: ${message}`, TABLE_WIDTH - 4);
    return [
      INDENT + colour[severity](code) + first!.slice(code.length),
      ...rest.map((line) => `    ${line}`),
      ...hanging('    → ', action).map(paint.quiet),
    ];
  });
}

function estimateRows(source: SourceReport, metric: string): string[][] {
  const shown = namedEstimates(source);
  const holm = shown.some(({ estimate }) => estimate.pHolm !== undefined);
  const level = Number((shown[0]!.estimate.level * 100).toFixed(1));
  const header = [`difference of ${metric}`, 'estimate', `${level} % interval`, 'SE', 'p'];
  return [
    [...header, ...(holm ? ['p (Holm)'] : [])],
    ...shown.map(({ name, estimate: e }) => [
      name,
      signed(e.value),
      range(e),
      score(e.se),
      pValue(e.p),
      ...(holm ? [e.pHolm === undefined ? '' : pValue(e.pHolm)] : []),
    ]),
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
    `Smallest ${which} LIS that this evaluation would detect: ${score(source.minimumDetectable)}. ` +
      `Coverage: ${percent(source.coverage)} of the evaluation rows are touched by the data.${relative}`,
  );
}

function segments({ segments: all }: SourceReport, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST_SEGMENTS)
    .map((segment) => [
      shorten(segmentName(segment), PART_WIDTH),
      count(segment.rows),
      count(segment.users),
      segment.baseAuc === null ? '–' : score(segment.baseAuc),
      segment.lis === null ? '–' : signed(segment.lis.value),
      segment.lis === null ? shorten(segment.reason ?? 'not measured', 24) : range(segment.lis),
    ]);
  const header = ['LIS by part of the rows', 'rows', 'users', 'base AUC', 'LIS', 'interval'];
  return [...grid([header, ...rows], paint), ...more(all.length, MOST_SEGMENTS, paint)];
}

function features({ features: all }: SourceReport, paint: Paint): string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, MOST_FEATURES)
    .map(({ name, singleAuc, dropGain, missing }) => [
      shorten(name, PART_WIDTH),
      singleAuc === null ? '–' : score(singleAuc),
      dropGain === undefined ? '–' : signed(dropGain.value),
      dropGain === undefined ? '–' : range(dropGain),
      percent(missing),
    ]);
  const header = ['leaked feature', 'AUC alone', 'lost without it', 'interval', 'missing'];
  return [...grid([header, ...rows], paint), ...more(all.length, MOST_FEATURES, paint)];
}

function more(all: number, shown: number, paint: Paint): string[] {
  return all <= shown ? [] : [paint.quiet(`${INDENT}… and ${all - shown} more in the report`)];
}

export function range({ low, high }: Estimate): string {
  return `[${signed(low)}, ${signed(high)}]`;
}

function signedPercent(share: number): string {
  return `${share > 0 ? '+' : ''}${percent(share)}`;
}
