/**
 * What the host and the page **LIS Runs** may say to each other, and what the page keeps over a reload; checked by whoever receives it,
 * as the messages of the report's page are.
 */
import * as z from 'zod/mini';
import { number } from '../report/schema-base.ts';
import { VerdictSchema } from '../report/schema-judged.ts';
import { EstimateSchema } from '../report/schema-parts.ts';
import { type Message, type Payloads, type Received, receive } from './receive.ts';

/** As many characters can be written as the tags of a run, with their commas: whatever they are, the host takes them. */
export const LONGEST_TAGS = 500;

const path = z.string().check(z.minLength(1));
const SortSchema = z.strictObject({ column: z.string(), descending: z.boolean() });

export const RunsStateSchema = z.strictObject({
  /** The spec whose runs are in sight; those of all where absent. */
  specPath: z.optional(path),
  filter: z._default(z.string(), ''),
  sort: z._default(z.record(z.string(), SortSchema), {}),
  /** Reports that are compared; the table is in sight where absent. */
  comparing: z.optional(z.array(path).check(z.minLength(2))),
});

const gain = z.strictObject({ name: z.string(), total: z.optional(z.boolean()), estimate: EstimateSchema });

const RunRowSchema = z.strictObject({
  path,
  specPath: path,
  /** Relative to the workspace. */
  specName: z.string(),
  /** `lis.yaml · 10:31 · +0.020` */
  name: z.string(),
  /** ISO 8601 */
  time: z.string(),
  /** What its spec says otherwise than that of the run before. */
  change: z.optional(z.string()),
  pinned: z.boolean(),
  tags: z.array(z.string()),
  note: z.string(),
  /** Why its report cannot be read; then there is nothing below. */
  problem: z.optional(z.string()),
  found: z.optional(
    z.strictObject({
      verdict: z.optional(z.pick(VerdictSchema, { code: true, severity: true, target: true })),
      artefact: z.boolean(),
      metric: z.string(),
      source: z.optional(gain),
      model: z.optional(gain),
      baseAuc: z.optional(number),
      ranker: z.string(),
      seeds: number,
      seconds: number,
      rows: number,
      origin: z.optional(z.string()),
    }),
  ),
});

const difference = z.strictObject({ low: number, high: number, basis: z.enum(['paired', 'widest']) });
const byReport = {
  differences: z.array(z.nullable(number)),
  intervals: z.array(z.nullable(difference)),
};

/** As `src/report/compare.ts` makes it. */
export const ComparisonSchema = z.strictObject({
  names: z.array(z.string()),
  metric: z.string(),
  settings: z.array(
    z.strictObject({
      key: z.string(),
      values: z.array(z.nullable(z.string())),
      part: z.optional(z.string()),
    }),
  ),
  notes: z.array(z.string()),
  sameRows: z.boolean(),
  arms: z.array(z.strictObject({ id: z.string(), auc: z.array(z.nullable(number)), ...byReport })),
  estimates: z.array(
    z.strictObject({
      unit: z.optional(z.literal('share')),
      source: z.optional(z.string()),
      model: z.optional(z.string()),
      objective: z.optional(z.string()),
      key: z.string(),
      name: z.string(),
      estimates: z.array(z.nullable(EstimateSchema)),
      ...byReport,
    }),
  ),
});

/** Host → page. */
export const HostToRuns = {
  strings: z.record(z.string(), z.string()),
  /** All runs of the workspace: pinned ones first, then the newest. */
  runs: z.strictObject({
    runs: z.array(RunRowSchema),
    /** Whether anything may be written or evaluated. */
    trusted: z.boolean(),
  }),
  /** Brings the runs of a spec to the front, or of all. */
  select: z.strictObject({ specPath: z.optional(path) }),
  /** The answer to `compare`, or a comparison that was asked for elsewhere. */
  comparison: z.strictObject({
    paths: z.array(path).check(z.minLength(2)),
    /** The paths of the `compare` that it answers; absent where the page did not ask. */
    asked: z.optional(z.array(path).check(z.minLength(2))),
    /** One of both. */
    comparison: z.optional(ComparisonSchema),
    problem: z.optional(z.string()),
  }),
} as const;

/** Page → host. Paths are those of `runs`; others are not answered. */
export const RunsToHost = {
  ready: z.strictObject({}),
  open: z.strictObject({ path }),
  pin: z.strictObject({ path, pinned: z.boolean() }),
  /** What is absent stays as it is: a page may not know yet what was written last. */
  annotate: z.strictObject({
    path,
    tags: z.optional(z.array(z.string().check(z.maxLength(LONGEST_TAGS))).check(z.maxLength(LONGEST_TAGS))),
    note: z.optional(z.string().check(z.maxLength(4000))),
  }),
  /** Asks first. */
  delete: z.strictObject({ paths: z.array(path).check(z.minLength(1)) }),
  compare: z.strictObject({ paths: z.array(path).check(z.minLength(2)) }),
  /** Shows the comparison as a document. */
  document: z.strictObject({ paths: z.array(path).check(z.minLength(2)) }),
  failed: z.strictObject({ message: z.string() }),
} as const;

export type RunsState = z.output<typeof RunsStateSchema>;
export type RunRow = z.output<typeof RunRowSchema>;
export type HostToRunsPayloads = Payloads<typeof HostToRuns>;
export type RunsToHostPayloads = Payloads<typeof RunsToHost>;
export type HostToRunsMessage = Message<HostToRunsPayloads>;
export type RunsToHostMessage = Message<RunsToHostPayloads>;

export function receiveInRuns(value: unknown): Received<HostToRunsMessage> {
  return receive(HostToRuns, value);
}

export function receiveFromRuns(value: unknown): Received<RunsToHostMessage> {
  return receive(RunsToHost, value);
}
