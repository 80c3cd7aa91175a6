/** What an audit for leakage says: findings with their evidence and price, what was checked, and what was not. */
import * as z from 'zod/mini';
import { number } from './schema-base.ts';
import { EstimateSchema, InputFingerprintSchema } from './schema-parts.ts';

/** What a finding may be; each has a section in docs/audit.md. */
export const AUDIT_CODES = [
  'label-copy',
  'one-class-values',
  'outcome-like',
  'aggregate-of-own-row',
  'aggregate-of-future',
  'encoding-collapse',
  'score-of-trained-rows',
  'identifier-order',
  'random-split',
  'leave-one-out-split',
  'per-user-split',
  'per-entity-split',
  'rows-across-cut',
  'test-data-validates',
  'duplicates-across-split',
  'near-duplicates-across-split',
  'divided-lists',
  'entity-overlap',
  'row-order',
  'conflicting-labels',
  'future-dated-rows',
  'built-after-cut',
  'column-drift',
] as const;

export const FindingSchema = z.strictObject({
  code: z.enum(AUDIT_CODES),
  /** `error`: evaluated numbers are not what they seem. `warning`: look at it. `info`: know it. */
  severity: z.enum(['error', 'warning', 'info']),
  /** What it is about: a column, the split, the log, or a source or model of the spec. */
  about: z.enum(['column', 'split', 'log', 'source', 'model']),
  /** Name of the column, source or model; `split` and `log` for themselves. */
  target: z.string(),
  /** One sentence with the numbers. */
  message: z.string(),
  /** Counts and measures that the sentence rests on, by what they are called. */
  evidence: z.array(z.strictObject({ name: z.string(), value: z.union([number, z.string()]) })),
  /** A few rows that show it, each as its columns. */
  examples: z._default(z.array(z.record(z.string(), z.string())), []),
  /** The AUC that it is worth: of a column, what the head gains over a base without any suspect; of a split, what it flatters the base by. The interval is one of all prices of the audit, which hold together. */
  price: z.optional(EstimateSchema),
  /** Why it has none. */
  unpriced: z.optional(z.string()),
  why: z.string(),
  remedy: z.string(),
  /** Where the spec names it. */
  specPath: z.optional(z.array(z.union([z.string(), number]))),
  /** In the spec as the audit read it, from 1; that of `split` or `log` where the spec does not name what it is about. */
  line: z.optional(number),
});

/** A comment that ignores nothing, or gives no reason. */
const idleIgnore = { line: number, message: z.string() };

/** What a rule found in training code; rules are in docs/audit-code.md. */
export const CodeFindingSchema = z.strictObject({
  /** `LIS001` … */
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  /** Relative to the folder of the audit, with forward slashes. */
  file: z.string(),
  /** Of a notebook, from 1; `line` counts within it. */
  cell: z.optional(number),
  line: number,
  message: z.string(),
  why: z.string(),
  remedy: z.string(),
});

export const CodeAuditSchema = z.strictObject({
  /** Files that were read, and those of them that import a library which the rules know. */
  files: number,
  checked: number,
  findings: z.array(CodeFindingSchema),
  /** What a comment `# lis: ignore[…] reason` accepts. */
  ignored: z.array(z.extend(CodeFindingSchema, { reason: z.string() })),
  idleIgnores: z.array(z.strictObject({ file: z.string(), cell: z.optional(number), ...idleIgnore })),
  /** Files that could not be read. */
  unread: z.array(z.strictObject({ file: z.string(), why: z.string() })),
});

/** How training and evaluation rows lie to each other, by the definitions of SplitLight (arXiv 2602.19339). */
export const SplitFactsSchema = z.strictObject({
  /** `global`: one moment divides all rows, or nearly all. */
  kind: z.enum(['global', 'leave-one-out', 'per-user', 'per-entity', 'random', 'untimed']),
  trainRows: number,
  evaluationRows: number,
  /** Evaluation rows whose time is at or before their item's last training row (`is_leak`); null without time. */
  leaking: z.nullable(number),
  /** Rows on the wrong side of the one moment that divides the others best; null without time. */
  misplaced: z.nullable(number),
  /** Of the leaking, rows at exactly that time: whether they leak depends on the order within one time. */
  tied: z.nullable(number),
  /** Evaluation rows whose user and item occur together in training. */
  sharedInteractions: number,
  /** Share of the evaluation's users, and of its items, that training has. */
  userOverlap: number,
  itemOverlap: number,
  coldUsers: number,
  coldItems: number,
});

export const AuditSchema = z.strictObject({
  version: z.literal(1),
  tool: z.strictObject({ name: z.literal('lis-lens'), version: z.string() }),
  /** ISO 8601 */
  created: z.string(),
  /** The spec that was audited, or that was drafted for data without one. */
  spec: z.strictObject({ path: z.string(), hash: z.string(), drafted: z.optional(z.boolean()) }),
  data: z.strictObject({ rows: number, users: number, items: number, columns: z.array(z.string()) }),
  inputs: z.array(InputFingerprintSchema),
  split: SplitFactsSchema,
  /** AUC of the base that prices are gains over; absent where nothing was priced. */
  baseAuc: z.optional(number),
  /** How many prices were estimated: their intervals hold together at 95 %. Absent of none, and of audits before they did. */
  prices: z.optional(number),
  /** Most severe first, then by price. */
  findings: z.array(FindingSchema),
  /** What comments `# lis: ignore[…] reason` in the spec accept, and those of them that accept nothing. Audits before had neither. */
  ignored: z._default(z.array(z.extend(FindingSchema, { reason: z.string() })), []),
  idleIgnores: z._default(z.array(z.strictObject(idleIgnore)), []),
  /** Of the Python files and notebooks that the spec speaks for; absent where none were looked for. */
  code: z.optional(CodeAuditSchema),
  /** Each check that ran, with the number of things that it looked at. */
  checked: z.array(z.strictObject({ check: z.string(), looked: number })),
  notChecked: z.array(z.strictObject({ check: z.string(), target: z.optional(z.string()), why: z.string() })),
  seconds: number,
});

export type AuditCode = (typeof AUDIT_CODES)[number];
export type Finding = z.infer<typeof FindingSchema>;
export type SplitFacts = z.infer<typeof SplitFactsSchema>;
export type FoundInCode = z.infer<typeof CodeFindingSchema>;
export type AuditedCode = z.infer<typeof CodeAuditSchema>;
export type Audit = z.infer<typeof AuditSchema>;
