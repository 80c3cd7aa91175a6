/** The ranker's options, with the defaults that the reference run used. */
import * as z from 'zod';

const kind = z
  .enum(['lr', 'fm', 'deepfm'])
  .describe('`lr`: logistic regression. `fm`: factorisation machine. `deepfm`: FM and a deep tower.');

export const rankerOptions = z.strictObject({
  kind: kind.default('fm'),
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
});

const command = z.strictObject({
  command: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe('Your own training program: a command line, or a program and its arguments.'),
});

const defaults = rankerOptions.parse({});

/** `fm` becomes the full options, so that readers see one form. */
export const ranker = z
  .union([kind, rankerOptions, command])
  .transform((r) => (typeof r === 'string' ? { ...defaults, kind: r } : r))
  .prefault('fm')
  .describe(
    'The ranking model of every arm: `lr`, `fm`, `deepfm`, or a mapping with its options. LIS depends on it.',
  );

export const rankers = z
  .array(kind)
  .min(1)
  .optional()
  .describe('Several rankers: shows whether the verdict survives a change.');
