/** The rankers' options. Those of `lr` and `fm` have the defaults of the reference run, those of `deepfm` measured ones. */
import * as z from 'zod';

const kind = z
  .enum(['lr', 'fm', 'deepfm'])
  .describe('`lr`: logistic regression. `fm`: factorisation machine. `deepfm`: FM and a deep tower.');

const shared = {
  factors: z.int().min(4).max(64).multipleOf(4).default(16).describe('Factors per id; a multiple of 4.'),
  learningRate: z.number().positive().default(0.01).describe("Adagrad's learning rate."),
  l2: z.number().min(0).default(1e-4).describe('L2 on first-order weights.'),
  l2Factors: z.number().min(0).default(1e-3).describe('L2 on factors.'),
  initialScale: z.number().min(0).default(0.01).describe('Initial factors are uniform in ± this.'),
  epochs: z.number().positive().max(100).default(6).describe('At most this many epochs.'),
  patience: z
    .int()
    .min(1)
    .default(6)
    .describe('Checks (four an epoch) without improvement before training stops.'),
  bins: z.int().min(2).max(32).default(32).describe('Quantile bins of a numeric feature.'),
  refit: z
    .boolean()
    .default(true)
    .describe('Train again on all training rows for the chosen fraction of epochs.'),
  commonStop: z
    .boolean()
    .optional()
    .describe(
      'All arms of a seed train for as long as early stopping chose for the base. Default: each for itself.',
    ),
};

export const lrOptions = z.strictObject({
  kind: z.literal('lr').describe('Logistic regression.'),
  ...shared,
});

export const fmOptions = z.strictObject({
  kind: z.literal('fm').default('fm').describe('Factorisation machine.'),
  ...shared,
});

export const deepfmOptions = z.strictObject({
  kind: z.literal('deepfm').describe('Factorisation machine and a deep tower on the same factors.'),
  ...shared,
  hidden: z
    .array(z.int().min(4).max(1024).multipleOf(4))
    .min(1)
    .max(4)
    .default([64, 32])
    .describe('Units of each hidden layer of the tower; multiples of 4.'),
  towerRate: z.number().positive().default(0.001).describe("Learning rate of the tower's weights (Adam)."),
  dropout: z.number().min(0).max(0.9).default(0.2).describe('Share of hidden units dropped in training.'),
  l2Tower: z.number().min(0).default(0).describe("L2 on the tower's weights."),
  batch: z.int().min(4).max(2048).multipleOf(4).default(64).describe('Rows per training step.'),
});

const options = z.union([fmOptions, lrOptions, deepfmOptions]);

/** A program may run for a week: what hangs is ended all the same. */
const MOST_SECONDS = 7 * 24 * 3600;

export const commandOptions = z.strictObject({
  command: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe(
      'Your own training program: a command line for the shell, or a list of a program and its arguments. It runs in the folder of the spec, once per arm and seed; the file of the job comes last.',
    ),
  timeout: z
    .number()
    .positive()
    .max(MOST_SECONDS)
    .default(3600)
    .describe('Seconds that the program may take for one arm and seed.'),
  parallel: z
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('Runs of the program side by side. Most programs use several cores by themselves.'),
});

/** A kind with the defaults of its options. */
export const builtInRanker = (name: z.output<typeof kind>): BuiltInRanker => options.parse({ kind: name });

/** `fm` becomes the full options, so that readers see one form. */
export const ranker = z
  .union([kind, ...options.options, commandOptions])
  .transform((r) => (typeof r === 'string' ? builtInRanker(r) : r))
  .prefault('fm')
  .describe(
    'The ranking model of every arm: `lr`, `fm`, `deepfm`, a mapping with its options, or `command`: a program of your own. LIS depends on it.',
  );

export const rankers = z
  .array(z.union([kind, ...options.options, commandOptions]))
  .min(1)
  .optional()
  .describe(
    'Several rankers, by kind or with options: shows whether the verdict survives a change. The first is the one that the report is about. A kind without options has those of `ranker` where that is of the kind.',
  );

/** What reports call a ranker. */
export const rankerName = (one: BuiltInRanker | CommandRanker): string =>
  'command' in one ? 'command' : one.kind;

export type BuiltInRanker = z.output<typeof options>;
/** A program of the user's own. */
export type CommandRanker = z.output<typeof commandOptions>;
