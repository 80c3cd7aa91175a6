/** What the tools are asked and what they answer: small objects, so that an agent reads numbers instead of a table for people. */
import * as z from 'zod/mini';
import { halfWidth } from '../report/schema-base.ts';

const spec = z.string().check(z.minLength(1), z.describe('Path of the spec, as list_specs gives it.'));

const AgentEstimateSchema = z.strictObject({
  value: z.number(),
  low: z.number(),
  high: z.number(),
  /** Confidence level of the interval from low to high. */
  level: z.number(),
  /** As people read it: `+0.0120 [+0.0101, +0.0139]`. */
  text: z.string(),
});

const severity = z.enum(['positive', 'info', 'warning', 'error']);

const VerdictSchema = z.strictObject({
  code: z.string(),
  severity,
  target: z.string(),
  message: z.string(),
  action: z.string(),
});

const StaleSchema = z.strictObject({
  /** The spec says something else than when it was evaluated. */
  spec: z.boolean(),
  /** Inputs that are gone or have other content. */
  inputs: z.array(z.string()),
  /** Inputs outside of the root: nobody looked whether they changed. */
  notLookedAt: z.array(z.string()),
});

const SummarySchema = z.strictObject({
  spec: z.string(),
  report: z.string(),
  created: z.string(),
  /** How strong the base is, and what the data adds to it, in sentences. */
  opening: z.array(z.string()),
  metric: z.string(),
  baseAuc: z.nullable(z.number()),
  gains: z.array(
    z.strictObject({ name: z.string(), what: z.enum(['LIS', 'AIS']), estimate: AgentEstimateSchema }),
  ),
  verdicts: z.array(VerdictSchema),
  gate: z.nullable(z.strictObject({ met: z.boolean(), text: z.string() })),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  stale: StaleSchema,
  /** Newer reports that cannot be read. */
  damaged: z.int(),
});

const ProblemSchema = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  message: z.string(),
  /** The key of the spec, such as `sources[0].window`; empty for the whole. */
  key: z.string(),
  line: z.int(),
  column: z.int(),
});

const origin = z.enum(['audit', 'report', 'code']);

const FindingSchema = z.strictObject({
  /** What says it. */
  what: origin,
  code: z.string(),
  severity,
  /** The source, model, column or line that it is about. */
  about: z.string(),
  message: z.string(),
  action: z.optional(z.string()),
  /** What it gains, in AUC, with its interval. */
  worth: z.optional(z.string()),
  /** In the spec or the program, or in another file beside the spec: lines count from 1, in a notebook within the cell; cells count from 1. */
  place: z.optional(
    z.strictObject({ file: z.optional(z.string()), line: z.int(), cell: z.optional(z.int()) }),
  ),
});

export const INPUTS = {
  list_specs: z.strictObject({}),
  latest_report: z.strictObject({ spec }),
  list_findings: z.strictObject({
    file: z
      .string()
      .check(z.minLength(1), z.describe('Path of a spec, of a Python file, or of a notebook (.ipynb).')),
  }),
  check_spec: z.strictObject({ spec }),
  run_evaluation: z.strictObject({
    spec,
    sources: z.optional(
      z
        .array(z.string().check(z.minLength(1)))
        .check(z.minLength(1), z.describe('Evaluate only the sources and models of these names.')),
    ),
    seeds: z.optional(
      z
        .int()
        .check(z.minimum(1), z.maximum(100), z.describe("Number of ranker seeds, instead of the spec's.")),
    ),
    precision: z.optional(
      halfWidth.check(
        z.describe(
          "Half-width that the 95 % intervals are to have, in units of the metric, instead of the spec's: only as many evaluation users are measured as it takes.",
        ),
      ),
    ),
  }),
} as const;

export const OUTPUTS = {
  list_specs: z.strictObject({
    /** The folders that were searched; no path outside of them may be named. */
    roots: z.array(z.string()),
    specs: z.array(
      z.strictObject({
        spec: z.string(),
        sources: z.array(z.string()),
        models: z.array(z.string()),
        errors: z.int(),
        /** When the newest report was written, or null. */
        reported: z.nullable(z.string()),
      }),
    ),
    /** There are more specs than are listed. */
    more: z.boolean(),
  }),
  latest_report: SummarySchema,
  list_findings: z.strictObject({
    file: z.string(),
    /** What was read; empty for a spec that was neither audited nor evaluated. */
    from: z.array(
      z.strictObject({ what: origin, created: z.nullable(z.string()), stale: z.nullable(StaleSchema) }),
    ),
    /** Errors first. */
    findings: z.array(FindingSchema),
    /** Findings in code that a comment ignores. */
    ignored: z.int(),
    /** What the audit could not check, and why. */
    notChecked: z.array(z.strictObject({ check: z.string(), about: z.string(), why: z.string() })),
  }),
  check_spec: z.strictObject({
    spec: z.string(),
    /** No error: an evaluation can start. */
    ready: z.boolean(),
    problems: z.array(ProblemSchema),
    /** Files that were not looked at, and why. */
    notChecked: z.array(z.strictObject({ files: z.string(), why: z.string() })),
  }),
  run_evaluation: SummarySchema,
} as const;

export type ToolName = keyof typeof INPUTS;
export type Input<Name extends ToolName> = z.output<(typeof INPUTS)[Name]>;
export type Output<Name extends ToolName> = z.output<(typeof OUTPUTS)[Name]>;
