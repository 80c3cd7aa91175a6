/** A source in one sentence: whether it is worth aligning on, and by how much. */
import { percent, score, shorten } from '../../common/format.ts';
import { headlineLis, isAboveZero, metricName } from '../estimates.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../schema.ts';
import { joined, type Translate } from './translate.ts';

/** A longer name is cut. */
const MOST_LETTERS = 40;

export const shortName = (name: string): string => shorten(name, MOST_LETTERS);

/** Three digits, as far as they tell a gain from its half width: `0.005 ± 0.005` does not say on which side of 0 the interval ends. */
export function gainDigits({ value, low, high }: Estimate): 3 | 4 {
  const half = (high - low) / 2;
  return Math.min(Math.abs(value), half, Math.abs(Math.abs(value) - half)) < 0.001 ? 4 : 3;
}

/** `0.020 ± 0.005`: half the width of the interval. */
export function gainText(gain: Estimate): string {
  const { value, low, high } = gain;
  const half = (high - low) / 2;
  const digits = gainDigits(gain);
  return `${rounded(value, digits)} ± ${half.toFixed(digits)}`;
}

/** What rounds to zero has no sign: `0.000`, never `-0.000`. */
export function rounded(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text;
}

export function sourceSentence(source: SourceReport, report: Report, t: Translate): string {
  const name = shortName(source.name);
  const verdicts = report.verdicts.filter(({ target }) => target === source.name);
  const [leading] = verdicts;
  const lis = headlineLis(source);
  const gain = gainText(lis);
  const metric = metricName(report);
  const auc = baseAuc(report);
  if (source.coverage === 0 && leading?.code !== 'label-leak')
    return t('{0} touches no row of the log: check its ids, times and columns.', name);
  switch (leading?.code) {
    case 'label-leak': {
      const columns = (leading.columns ?? []).map((column) => shortName(column.name));
      return columns.length === 0
        ? t('{0} holds the label: no gain by it means anything.', name)
        : t('{0} holds the label ({1}): no gain by it means anything.', name, columns.slice(0, 3).join(', '));
    }
    case 'headroom': {
      if (verdicts.some(({ code }) => code === 'artefact'))
        return t(
          '{0} is not worth aligning on as it stands: most of its {1} {2} is there without any relation between items.',
          ...[name, gain, metric],
        );
      if (source.lis.transferable === undefined)
        return t(
          "{0} may be worth aligning on: it adds {1} {2} to this ranker (AUC {3}), which may be users' own future.",
          ...[name, gain, metric, auc],
        );
      return joined([
        worth(verdicts, [name, auc, gain, metric], t),
        ...overPlacebo(source, metric, t),
        ...already(source, t),
      ]);
    }
    case 'no-headroom':
      return t(
        '{0} is not worth aligning on with this ranker (AUC {1}): its gain is {2} {3}.',
        name,
        auc,
        gain,
        metric,
      );
    case 'underpowered': {
      if (lis.se === 0)
        return t(
          'This log does not tell whether {0} is worth aligning on: no head found a use for it.',
          name,
        );
      const least = source.minimumDetectable;
      if (isThin(source))
        return t(
          'This log does not tell whether {0} is worth aligning on: it reaches only {1} of the evaluated rows.',
          name,
          percent(source.coverage),
        );
      if (isAboveZero(lis))
        return t(
          'This log does not tell whether {0} is worth aligning on: its gain, {1} {2} over this ranker (AUC {3}), is above 0, but not surely above {4}.',
          ...[name, gain, metric, auc, minimumGain(report, t)],
        );
      return least > 0
        ? t(
            'This log does not tell whether {0} is worth aligning on: its gain is {1} {2} over this ranker (AUC {3}); the smallest gain that this log could detect is {4} (80 % power).',
            ...[name, gain, metric, auc, score(least)],
          )
        : t(
            'This log does not tell whether {0} is worth aligning on: its gain is {1} {2} over this ranker (AUC {3}).',
            ...[name, gain, metric, auc],
          );
    }
    default:
      return source.lis.transferable === undefined
        ? t(
            "{0} adds {1} {2} to this ranker (AUC {3}), users' own later clicks included.",
            name,
            gain,
            metric,
            auc,
          )
        : t('{0} adds {1} {2} to this ranker (AUC {3}).', name, gain, metric, auc);
  }
}

/** That it is worth it, with what else the verdicts say that the reader must know before aligning on it. */
function worth(verdicts: readonly Verdict[], words: string[], t: Translate): string {
  const has = (code: Verdict['code']): boolean => verdicts.some((verdict) => verdict.code === code);
  if (has('label-suspect'))
    return t(
      '{0} is worth aligning on, if none of its columns holds the label: it could raise this ranker (AUC {1}) by up to {2} {3}.',
      ...words,
    );
  if (has('ranker-dependent'))
    return t(
      '{0} is worth aligning on with this ranker, and not with another: it could raise this ranker (AUC {1}) by up to {2} {3}.',
      ...words,
    );
  if (has('objective-dependent'))
    return t(
      '{0} is worth aligning on by the label of the log, and not by every objective: it could raise this ranker (AUC {1}) by up to {2} {3}.',
      ...words,
    );
  return t('{0} is worth aligning on: it could raise this ranker (AUC {1}) by up to {2} {3}.', ...words);
}

/** Below this share of the evaluated rows a gain over all rows is nearly that of rows the data does not touch. */
const HARDLY_ANY = 0.05;

const isThin = ({ coverage, lis }: SourceReport): boolean =>
  coverage < HARDLY_ANY && !isAboveZero(headlineLis({ lis }));

/** The smallest gain that is worth having, with its number where the report keeps it. */
function minimumGain({ spec }: Report, t: Translate): string {
  const least = spec.options?.['minimumGain'];
  return typeof least === 'number' ? t('the minimum gain of {0}', score(least)) : t('the minimum gain');
}

/** Where the same features with items permuted may gain as much, the headroom is not shown to be one of relations between items. */
function overPlacebo({ netLis }: SourceReport, metric: string, t: Translate): string[] {
  if (netLis === undefined || netLis.low > 0) return [];
  return [
    t(
      'That is not surely more than what the same features bring with items permuted: {0} {1} over these.',
      gainText(netLis),
      metric,
    ),
  ];
}

/** What rebuilding from the past alone brings today. */
function already({ honestGain }: SourceReport, t: Translate): string[] {
  if (honestGain === undefined || honestGain.low <= 0) return [];
  const gain = rounded(honestGain.value, gainDigits(honestGain));
  return [t('Rebuilding it once a slice already gives {0} of that.', gain)];
}

/** Of the ranker without the source; three digits. */
function baseAuc({ arms }: Report): string {
  return arms.find(({ arm }) => arm === 'base')?.auc.toFixed(3) ?? '–';
}
