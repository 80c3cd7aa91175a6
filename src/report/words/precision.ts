/** How many of the evaluation users a run measured, and whether its intervals are as narrow as asked. */
import { count } from '../../common/format.ts';
import type { PrecisionReport, Report } from '../schema.ts';
import { inEnglish, type Translate } from './translate.ts';

/** One sentence; undefined where no precision was asked for. */
export function precisionSentence(report: Report, t: Translate = inEnglish): string | undefined {
  const { precision, sources, models } = report;
  if (precision === undefined) return undefined;
  const { asked, reached, allUsers } = precision;
  const last = lastStage(precision);
  const several = sources.length + models.length > 1;
  const width = narrow(asked);
  if (last.share < 1) {
    const which = [shareOf(last.share), count(last.users), count(allUsers), width];
    return several
      ? t(
          'Measured on {0} of the evaluation users ({1} of {2}): all intervals are as narrow as asked ({3}).',
          ...which,
        )
      : t(
          'Measured on {0} of the evaluation users ({1} of {2}): the interval is as narrow as asked ({3}).',
          ...which,
        );
  }
  if (reached)
    return t(
      'Measured on all {0} evaluation users: it took them all to be as precise as asked ({1}).',
      count(allUsers),
      width,
    );
  return t(
    'Measured on all {0} evaluation users: the widest interval is {1}, wider than asked ({2}).',
    count(allUsers),
    narrow(last.halfWidth),
    width,
  );
}

/** The stages that were measured: `1/16 of the users (390) ±0.0044, 1/8 (768) ±0.0033`. */
export function precisionStages({ stages }: PrecisionReport, t: Translate = inEnglish): string {
  return stages
    .map(({ share, users, rows, halfWidth }) =>
      t('{0}: {1} users, {2} rows, {3}', shareOf(share), count(users), count(rows), narrow(halfWidth)),
    )
    .join('; ');
}

/** Evaluation users of the log, whether they were measured or not. */
export const allEvaluationUsers = ({ data, precision }: Pick<Report, 'data' | 'precision'>): number =>
  precision?.allUsers ?? data.evalUsers;

/** What a run measured, of two that measured other users: `1/8 of 24,960 evaluation users`. */
export function usersMeasured({ data, precision }: Pick<Report, 'data' | 'precision'>): string {
  if (precision === undefined) return `all ${count(data.evalUsers)} evaluation users`;
  const { share } = lastStage(precision);
  return share < 1
    ? `${shareOf(share)} of ${count(precision.allUsers)} evaluation users`
    : `all ${count(precision.allUsers)} evaluation users`;
}

/** The share of the evaluation users that was measured. */
export const measuredShare = ({ precision }: Pick<Report, 'precision'>): number =>
  precision === undefined ? 1 : lastStage(precision).share;

const lastStage = ({ stages }: PrecisionReport) => stages.at(-1)!;

const shareOf = (share: number): string => (share === 1 ? '1' : `1/${Math.round(1 / share)}`);

/** `±0.0005`, with two digits of what is smaller than a thousandth. */
const narrow = (halfWidth: number): string =>
  `±${halfWidth >= 0.001 ? Number(halfWidth.toFixed(4)) : Number(halfWidth.toPrecision(2))}`;
