/** The lines of a spec that ask for windows, sized to the log of a report: its evaluation is cut into a few windows of a length that people name. */
import type { Report } from '../../schema.ts';

const MINUTE = 60e3;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The longest first. */
const STEPS: readonly (readonly [every: string, milliseconds: number])[] = [
  ...[52, 26, 13, 4, 2, 1].map((n) => [`${n}w`, n * 7 * DAY] as const),
  ...[2, 1].map((n) => [`${n}d`, n * DAY] as const),
  ...[12, 6, 3, 2, 1].map((n) => [`${n}h`, n * HOUR] as const),
  ...[30, 10, 5, 1].map((n) => [`${n}m`, n * MINUTE] as const),
];
/** Fewer show no trend, more only more noise. */
const FEWEST = 4;
const MOST = 7;

/** How the evaluation is cut: a length that people name, and how many of them; undefined as for `rollingLines`. */
export function proposedWindows({
  data,
}: Pick<Report, 'data'>): { every: string; windows: number } | undefined {
  if (data.evaluate === undefined) return undefined;
  const span = Date.parse(data.evaluate.to) - Date.parse(data.evaluate.from);
  const [every, length] = STEPS.find(([, step]) => Math.floor(span / step) >= FEWEST) ?? [];
  if (every === undefined || length === undefined) return undefined;
  return { every, windows: Math.min(MOST, Math.floor(span / length)) };
}

/**
 * All windows lie in the evaluation, so that what is before the first of them trained already in the run of the report.
 * @returns YAML that ends without a line break; undefined where the log has no time, or an evaluation too short to be cut
 */
export function rollingLines({ data, spec }: Pick<Report, 'data' | 'spec'>): string | undefined {
  const cut = proposedWindows({ data });
  if (cut === undefined) return undefined;
  const lines = ['rolling:', `  every: ${cut.every}`, `  windows: ${cut.windows}`];
  // A report of a version that kept no options may have sources with a window too; without one the keys would be an error.
  const windowed = Object.keys(spec.options ?? {}).some((key) => /^sources\..+\.window$/.test(key));
  const slices = data.slices ?? 0;
  const lengths = [1, 3, 7].filter((length) => length <= slices);
  const lags = [1, 2, 4].filter((lag) => lag < slices);
  if (windowed && lengths.length > 1) lines.push(`  lengths: [${lengths.join(', ')}]`);
  if (windowed && lags.length > 1) lines.push(`  lags: [${lags.join(', ')}]`);
  return lines.join('\n');
}
