/** The rankers' options. Those of `lr` and `fm` have the defaults of the reference run, those of `deepfm` measured ones. */
import * as z from 'zod/mini';
import { kinded } from './kinded.ts';
import { columnName } from './schema-parts.ts';

/** Those that a spec may name alone. */
const NAMED = { lr: 'lr', fm: 'fm', deepfm: 'deepfm', gbdt: 'gbdt' } as const satisfies {
  [Kind in BuiltInRanker['kind'] | GbdtRanker['kind']]: Kind;
};

const kind = z
  .enum(NAMED)
  .check(
    z.describe(
      '`lr`: logistic regression. `fm`: factorisation machine. `deepfm`: FM and a deep tower. `gbdt`: boosted trees alone.',
    ),
  );

/** Rankers count with 32 bits: numbers far beyond any that learns would overflow there, in the middle of a run. */
const LARGEST = 1000;

const shared = {
  factors: z._default(
    z
      .int()
      .check(z.minimum(4), z.maximum(64), z.multipleOf(4), z.describe('Factors per id; a multiple of 4.')),
    16,
  ),
  learningRate: z._default(
    z
      .number()
      .check(z.positive(), z.maximum(LARGEST), z.describe("Adagrad's learning rate; searched unless given.")),
    0.01,
  ),
  l2: z._default(
    z
      .number()
      .check(
        z.minimum(0),
        z.maximum(LARGEST),
        z.describe('L2 on first-order weights; searched unless given.'),
      ),
    1e-4,
  ),
  l2Factors: z._default(
    z.number().check(z.minimum(0), z.maximum(LARGEST), z.describe('L2 on factors; searched unless given.')),
    1e-3,
  ),
  initialScale: z._default(
    z
      .number()
      .check(
        z.minimum(0),
        z.maximum(LARGEST),
        z.describe('Initial factors are uniform in ± this; searched unless given.'),
      ),
    0.01,
  ),
  epochs: z._default(
    z.number().check(z.positive(), z.maximum(100), z.describe('At most this many epochs; 30 unless given.')),
    6,
  ),
  patience: z._default(
    z
      .int()
      .check(
        z.minimum(1),
        z.describe('Checks (four an epoch) without improvement before training stops; 12 unless given.'),
      ),
    6,
  ),
  bins: z._default(
    z.int().check(z.minimum(2), z.maximum(32), z.describe('Quantile bins of a numeric feature.')),
    32,
  ),
  refit: z._default(
    z
      .boolean()
      .check(
        z.describe(
          'With `training: joint`: train again on all training rows for the chosen fraction of epochs.',
        ),
      ),
    true,
  ),
  commonStop: z.optional(
    z
      .boolean()
      .check(
        z.describe(
          'With `training: joint`: all arms of a seed train for as long as early stopping chose for the base. Default: each for itself.',
        ),
      ),
  ),
};

export const lrOptions = z.strictObject({
  kind: z.literal('lr').check(z.describe('Logistic regression.')),
  ...shared,
});

export const fmOptions = z.strictObject({
  kind: z._default(z.literal('fm').check(z.describe('Factorisation machine.')), 'fm'),
  ...shared,
});

export const deepfmOptions = z.strictObject({
  kind: z.literal('deepfm').check(z.describe('Factorisation machine and a deep tower on the same factors.')),
  ...shared,
  hidden: z._default(
    z
      .array(z.int().check(z.minimum(4), z.maximum(1024), z.multipleOf(4)))
      .check(
        z.minLength(1),
        z.maxLength(4),
        z.describe('Units of each hidden layer of the tower; multiples of 4.'),
      ),
    [64, 32],
  ),
  towerRate: z._default(
    z
      .number()
      .check(z.positive(), z.maximum(LARGEST), z.describe("Learning rate of the tower's weights (Adam).")),
    0.001,
  ),
  dropout: z._default(
    z.number().check(z.minimum(0), z.maximum(0.9), z.describe('Share of hidden units dropped in training.')),
    0.2,
  ),
  l2Tower: z._default(
    z.number().check(z.minimum(0), z.maximum(LARGEST), z.describe("L2 on the tower's weights.")),
    0,
  ),
  batch: z._default(
    z.int().check(z.minimum(4), z.maximum(2048), z.multipleOf(4), z.describe('Rows per training step.')),
    64,
  ),
});

const builtIns = [fmOptions, lrOptions, deepfmOptions] as const;
/** The options of any ranker that is trained here. */
export const builtInOptions = z.union(builtIns);

/** A program may run for a week: what hangs is ended all the same. */
const MOST_SECONDS = 7 * 24 * 3600;

export const commandOptions = kinded(
  'command',
  z.strictObject({
    command: z
      .union([
        z.string().check(z.minLength(1)),
        z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
      ])
      .check(
        z.describe(
          'Your own training program: a command line for the shell, or a list of a program and its arguments. It runs in the folder of the spec, once per seed and arm, or in two stages per seed and block; the file of the job comes last.',
        ),
      ),
    timeout: z._default(
      z
        .number()
        .check(
          z.positive(),
          z.maximum(MOST_SECONDS),
          z.describe('Seconds that one run of the program may take.'),
        ),
      3600,
    ),
    parallel: z._default(
      z
        .int()
        .check(
          z.minimum(1),
          z.maximum(64),
          z.describe('Runs of the program side by side. Most programs use several cores by themselves.'),
        ),
      1,
    ),
  }),
);

export const loggedOptions = kinded(
  'logged',
  z.strictObject({
    score: columnName.check(
      z.describe(
        'Column with the score that the production ranker logged: the base, so that none is trained.',
      ),
    ),
    inSample: z.optional(
      z.literal('allow').check(z.describe('Take scores of a ranker that was trained on the same rows.')),
    ),
  }),
);

export const gbdtOptions = z.strictObject({
  kind: z.literal('gbdt').check(z.describe('Boosted trees on the columns alone, without a base score.')),
  bins: shared.bins,
});

/** A kind with the defaults of its options. */
export const builtInRanker = (name: BuiltInRanker['kind']): BuiltInRanker =>
  builtInOptions.parse({ kind: name });

/** `fm` becomes the full options, so that readers see one form. */
export const ranker = z.prefault(
  z
    .pipe(
      z.union([kind, ...builtIns, gbdtOptions, commandOptions, loggedOptions]),
      z.transform((r) => (typeof r === 'string' ? rankerOf(r) : r)),
    )
    .check(
      z.describe(
        'The base of every arm: `lr`, `fm`, `deepfm`, `gbdt`, a mapping with its options, `score`: a column of logged scores, or `command`: a program of your own. LIS depends on it.',
      ),
    ),
  'fm',
);

export const rankers = z.optional(
  z
    .array(z.union([kind, ...builtIns, gbdtOptions, commandOptions]))
    .check(
      z.minLength(1),
      z.describe(
        'Several rankers, by kind or with options: shows whether the verdict survives a change. The first is the one that the report is about. A kind without options has those of `ranker` where that is of the kind.',
      ),
    ),
);

/** A ranker that is named alone. */
export const rankerOf = (name: z.output<typeof kind>): BuiltInRanker | GbdtRanker =>
  name === 'gbdt' ? gbdtOptions.parse({ kind: name }) : builtInRanker(name);

export type BuiltInRanker = z.output<typeof builtInOptions>;
/** No base ranker: the head alone. */
export type GbdtRanker = z.output<typeof gbdtOptions>;
/** A program of the user's own. */
export type CommandRanker = z.output<typeof commandOptions>;
/** Scores that the production ranker logged. */
export type LoggedRanker = z.output<typeof loggedOptions>;
