/** What a reader must know with the first sentence, since it may turn the answer: told beside it, not only among the warnings. */
import { count, percent } from '../../common/format.ts';
import type { Report } from '../schema.ts';
import type { Translate } from './translate.ts';

/** Share of the evaluated rows from which users without a past decide the answer. */
export const MOSTLY_NEW = 0.5;

/** @returns a sentence each, the gravest first */
export function cautions({ data, warnings, sources, models }: Report, t: Translate): string[] {
  if (sources.length + models.length === 0) return [];
  const { newUsers, evalUsers } = data;
  const few = warnings.find(({ code }) => code === 'few-clusters')?.count;
  return [
    ...(newUsers !== undefined && newUsers.rowShare >= MOSTLY_NEW
      ? [
          t(
            '{0} of the evaluated rows are of users without any earlier row ({1} of {2} users): their history holds only what they do in the evaluated window.',
            ...[percent(newUsers.rowShare), count(newUsers.users), count(evalUsers)],
          ),
        ]
      : []),
    ...(few === undefined
      ? []
      : [
          t(
            'Few users decide this, about {0} by the scarcer of positives and negatives: the interval may be too narrow.',
            count(few),
          ),
        ]),
    ...(warnings.some(({ code }) => code === 'between-lists')
      ? [
          t(
            'Most of what the base tells apart are whole lists, not the rows of one: `metric: gauc` measures the order within lists.',
          ),
        ]
      : []),
  ];
}
