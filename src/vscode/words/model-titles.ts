/** What is said of a model in a line: its gain, and how much of what the data could give that is. */
import { headlineLis } from '../../report/estimates.ts';
import type { Estimate, ModelReport, Report, Verdict } from '../../report/schema.ts';
import { gainWords } from './answer.ts';
import type { Translate } from './phrases.ts';
import { lensFacts } from './titles.ts';

export interface ModelFacts {
  model: ModelReport;
  /** The report that the model stands in: shares are of its sources. */
  report: Pick<Report, 'sources' | 'spec'>;
  verdicts: readonly Verdict[];
}

/** `alignment is the bottleneck`, `AIS +0.0009 ±0.0004`, `40 % captured`, and why it is stale where it is; none before the first run. */
export function modelTitleFacts(
  result: ModelFacts | undefined,
  stale: string | undefined,
  t: Translate,
): string[] {
  if (result === undefined) return [];
  return [
    ...lensFacts(modelFacts(result, t), result.verdicts, t),
    ...(stale === undefined ? [] : [t('stale: {0}', stale)]),
  ];
}

/** `AIS +0.0009 ±0.0004`, `40 % captured`; or `evaluated alone`, where there was nothing to hold it against. */
export function modelFacts({ model, report }: Omit<ModelFacts, 'verdicts'>, t: Translate): string[] {
  const { ais } = model;
  const shares = capturedOf(model, report);
  const [first] = shares;
  const alone = report.spec.only !== undefined && Object.keys(model.captured).length === 0;
  return [
    t('AIS {0}', gainWords(ais)),
    ...(first === undefined ? [] : [shareText(first, shares.length, t)]),
    ...(alone ? [t('evaluated alone')] : []),
  ];
}

export interface Captured {
  source: string;
  share: Estimate;
}

/** The shares that could be measured: that of the source with the most to give first. */
export function capturedOf({ captured }: ModelReport, { sources }: Pick<Report, 'sources'>): Captured[] {
  const most = (name: string): number => {
    const source = sources.find((candidate) => candidate.name === name);
    return source === undefined ? Number.NEGATIVE_INFINITY : headlineLis(source).value;
  };
  return Object.entries(captured)
    .flatMap(([source, share]) => (share === null ? [] : [{ source, share }]))
    .sort((a, b) => most(b.source) - most(a.source));
}

/** The source is named where there are several that it could be a share of. */
function shareText({ source, share }: Captured, shares: number, t: Translate): string {
  const text = wholePercent(share.value);
  return shares === 1 ? t('{0} captured', text) : t('{0} of {1} captured', text, source);
}

/** `40 %`: a share is known to some percent at best. */
function wholePercent(share: number): string {
  return `${(Math.round(share * 100) + 0).toFixed(0)} %`;
}
