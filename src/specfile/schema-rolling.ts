/** Successive cuts of one log, and what the length and the age of the preference data do to its worth. */
import * as z from 'zod/mini';

const duration = z
  .string()
  .check(
    z.regex(/^[1-9][0-9]{0,4} ?[mhdw]$/, { message: 'is not a duration such as `1d`, `12h`, `30m` or `2w`' }),
    z.meta({ title: 'duration' }),
    z.describe('Length of a window, which is the distance of the cuts too: `12h`, `1d`, `1w`.'),
  );

/** Slices, each named once. */
const slices = (least: number, what: string) =>
  z.optional(
    z.array(z.int().check(z.minimum(least), z.maximum(1000))).check(
      z.minLength(1),
      z.maxLength(12),
      z.refine((list) => new Set(list).size === list.length, { message: 'names a number twice' }),
      z.describe(what),
    ),
  );

export const rolling = z.optional(
  z
    .strictObject({
      every: duration,
      windows: z._default(
        z
          .int()
          .check(
            z.minimum(2),
            z.maximum(60),
            z.describe('How many cuts, the last of them one `every` before the end of the log.'),
          ),
        7,
      ),
      lengths: slices(
        1,
        'Windows W, in slices, to measure each source of the log with: its LIS and honest gain against the length of its window.',
      ),
      lags: slices(
        1,
        'Ages of the data, in slices, to measure each source with: its honest gain when P ends so many slices before the row’s own. 1 is the honest arm.',
      ),
    })
    .check(
      z.describe(
        'Evaluates again at successive cuts at the end of the log: the trend of LIS, AIS, freshness and the base.',
      ),
    ),
);

export type RollingSpec = NonNullable<z.output<typeof rolling>>;

const MICROSECONDS: Record<string, number> = { m: 60e6, h: 3600e6, d: 86_400e6, w: 7 * 86_400e6 };

/** @returns microseconds of a duration such as `12h` */
export function durationOf(every: string): number {
  return Number.parseInt(every, 10) * MICROSECONDS[every.at(-1)!]!;
}
