/** Objectives: other labels and weights that the same preference data and models are judged by, beside `log.label`. */
import * as z from 'zod/mini';
import { columnName, name } from './schema-parts.ts';

const objective = z
  .strictObject({
    name: name.check(z.describe('Names the objective in reports; unique among objectives.')),
    label: z.optional(
      z
        .string()
        .check(
          z.minLength(1),
          z.meta({ title: 'column or expression' }),
          z.describe(
            'What this objective counts as positive: a 0/1 column, or an expression over columns. Default: `log.label`.',
          ),
        ),
    ),
    labelTime: z.optional(
      columnName.check(
        z.describe(
          'Column of the time at which the label of a positive of this objective became known, where that is later than the row: counts, histories and training see it from then on. Negatives need none.',
        ),
      ),
    ),
    weight: z.optional(
      columnName.check(
        z.describe(
          'Column that weighs positives: seconds spent, the value of a conversion. The objective is then the weighted AUC.',
        ),
      ),
    ),
  })
  .check(z.describe('A label, a weight, or both: LIS and AIS are reported by it too.'));

export const objectives = z._default(
  z
    .array(objective)
    .check(
      z.describe(
        'What else the ranker is for, such as time spent or the value of conversions. The LIS of each source by each objective is one family of tests.',
      ),
    ),
  [],
);

export type ObjectiveSpec = z.output<typeof objective>;
