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
  const width = `±${asked}`;
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
  if (precision.stages.length === 1) {
    const users = [count(allUsers), narrow(last.halfWidth, asked), width];
    return reached
      ? t(
          'Measured on all {0} evaluation users: they are too few to measure a sample of them. The widest interval is {1}, as narrow as asked ({2}).',
          ...users,
        )
      : t(
          'Measured on all {0} evaluation users: they are too few to measure a sample of them. The widest interval is {1}, wider than asked ({2}).',
          ...users,
        );
  }
  if (reached && precision.stages.slice(0, -1).some(({ halfWidth }) => halfWidth <= asked))
    return t(
      'Measured on all {0} evaluation users: a sample was as narrow as asked ({1}), but held too few users whom the data reaches.',
      count(allUsers),
      width,
    );
  if (reached)
    return t(
      'Measured on all {0} evaluation users: it took them all to be as precise as asked ({1}).',
      count(allUsers),
      width,
    );
  return t(
    'Measured on all {0} evaluation users: the widest interval is {1}, wider than asked ({2}).',
    count(allUsers),
    narrow(last.halfWidth, asked),
    width,
  );
}

/** The stages that were measured: `1/16 of the users (390) ±0.0044, 1/8 (768) ±0.0033`. */
export function precisionStages({ asked, stages }: PrecisionReport, t: Translate = inEnglish): string {
  return stages
    .map(({ share, users, rows, halfWidth }) =>
      t('{0}: {1} users, {2} rows, {3}', shareOf(share), count(users), count(rows), narrow(halfWidth, asked)),
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

/** `±0.00049`: four decimals, or two digits of what is smaller than a thousandth; more where it would else look as narrow as asked and is not, or wider and is not. */
function narrow(halfWidth: number, asked: number): string {
  const rounded = (more: number): number =>
    Number(halfWidth >= 0.001 ? halfWidth.toFixed(4 + more) : halfWidth.toPrecision(2 + more));
  let more = 0;
  while (more < 15 && rounded(more) > asked !== halfWidth > asked) more++;
  return `±${rounded(more)}`;
}
