/**
 * The words the spec is made of: column names, paths, features, moments, windows. They are shared by every section,
 * so that one kind of value has one rule, one title in hovers and one wording in errors.
 */
import * as z from 'zod/mini';
import { tablePath } from './remote-paths.ts';

/** A number within limits, and what it says. */
export function within(low: number, high: number, meaning: string) {
  return z.number().check(z.minimum(low), z.maximum(high), z.describe(meaning));
}

export function wholeWithin(low: number, high: number, meaning: string) {
  return z.int().check(z.minimum(low), z.maximum(high), z.describe(meaning));
}

/** A column of a data file, by its exact name. */
export const columnName = z.string().check(z.minLength(1), z.meta({ title: 'column name' }));

/** Files of one table. Always a list once parsed. */
export const paths = z
  .pipe(
    z.union([
      z.string().check(z.minLength(1), z.meta({ title: 'path or glob' })),
      z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
      z.strictObject({
        table: z
          .string()
          .check(
            z.minLength(1),
            z.meta({ title: 'name of a table' }),
            z.describe(
              'A table of the catalogue of a Spark cluster, such as `db.impressions`: needs `engine`.',
            ),
          ),
      }),
    ]),
    z.transform((path) => {
      if (typeof path === 'string') return [path];
      return Array.isArray(path) ? path : [tablePath(path.table)];
    }),
  )
  .check(
    z.describe(
      'A file, a list of files, or a glob, relative to the spec: Parquet, CSV, TSV, JSON lines (plain, gzip or zstd), Arrow or Feather. With `engine`, also what a cluster reads: an absolute path, an address such as `s3://…`, or `{table: NAME}`.',
    ),
  );

/** Names for the columns of text files whose first line holds values. */
export const header = z.optional(
  z.array(z.string().check(z.minLength(1), z.meta({ title: 'name for a column' }))).check(
    z.minLength(1),
    z.refine((names) => new Set(names).size === names.length, { message: 'names a column twice' }),
    z.describe(
      'Names of all columns, in their order: for CSV, TSV and other text files whose first line holds values already.',
    ),
  ),
);

/** A baseline feature: a bare column name is a categorical one. */
export const feature = z
  .pipe(
    z.union([
      columnName,
      z.strictObject({
        name: columnName.check(z.describe('The column.')),
        type: z._default(
          z
            .enum(['categorical', 'numeric'])
            .check(
              z.describe(
                '`categorical`: one id per value. `numeric`: quantile bins fitted on training rows.',
              ),
            ),
          'categorical',
        ),
      }),
    ]),
    z.transform((f) => (typeof f === 'string' ? { name: f, type: 'categorical' as const } : f)),
  )
  .check(z.describe('A column name (categorical), or `{name: …, type: numeric}`.'));

/** How the timeline is divided. */
export const slices = z
  .union([
    z.int().check(z.minimum(2), z.maximum(1000), z.meta({ title: 'number of slices' })),
    z.enum(['hourly', 'daily', 'weekly']),
  ])
  .check(
    z.describe(
      'Preference data is rebuilt once a slice: a number of slices with equal counts of rows, or calendar slices in UTC.',
    ),
  );

/** A date, a timestamp or a number; `moments.ts` compares them. */
export const moment = z
  .union([z.string().check(z.minLength(1)), z.number()])
  .check(z.meta({ title: 'date, timestamp or number in the unit of the time column' }));

/** A value of the column that marks a ready-made split. */
export const marker = z
  .union([z.string().check(z.minLength(1)), z.number(), z.boolean()])
  .check(z.meta({ title: 'value of the split column' }));

/** Sources and models are named in reports, arm ids and file names. */
export const name = z.string().check(
  z.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
  z.meta({
    title: 'name of letters, digits, dots, dashes and underscores',
    description: 'Names the entry in reports and on the command line; unique.',
  }),
);

/** Preference window W. */
export const window = z._default(
  z
    .union([z.int().check(z.minimum(1), z.meta({ title: 'number of slices' })), z.literal('all')])
    .check(
      z.describe('Preference window W in slices: a row of slice s reads the events of W slices. Or `all`.'),
    ),
  10,
);

/** History length L. */
export const history = z._default(
  z
    .int()
    .check(
      z.minimum(1),
      z.maximum(1000),
      z.describe("History length L: the user's last L distinct positive items before the row's time."),
    ),
  50,
);

/** Which features of a candidate against the history are used. */
export const use = z._default(
  z
    .array(z.enum(['max', 'sum', 'mean', 'count']))
    .check(
      z.minLength(1),
      z.describe(
        'Features of a candidate against the history: max, sum and mean of the weights, number of history items with an edge.',
      ),
    ),
  ['max', 'sum', 'mean', 'count'],
);

/** What time range a file of preference data covers, as its owner declares it. */
export const observed = z.optional(
  z
    .string()
    .check(
      z.regex(/^\S+\.\.\S+$/),
      z.meta({ title: 'time range such as 2026-10-01..2026-10-24' }),
      z.describe(
        'The time range that the file was built from, `FROM..TO`. A file cannot prove it: the report says "declared".',
      ),
    ),
);
