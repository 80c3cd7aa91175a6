/**
 * What the extension host and the compute process may say to each other: one mapped type per direction from message
 * name to payload, derived from one schema per message. Both ends parse what they receive, so a message of another
 * version, or of something else that writes to the channel, is refused instead of believed.
 */
import * as z from 'zod/mini';
import { halfWidth } from '../report/schema-base.ts';
import { EstimateSchema } from '../report/schema-parts.ts';
import { TableFactsSchema } from '../specfile/authoring/facts.ts';
import { type Message, type Payloads, type Received, receive } from './receive.ts';

/** Names what was asked for, an evaluation or a look at files, in every message about it. */
const runId = z.string().check(z.minLength(1));
/** Names one start of a program within its run. */
const programId = z.string().check(z.minLength(1));
/** Names one question for a token within its run. */
const tokenId = z.string().check(z.minLength(1));
const fraction = z.number().check(z.minimum(0), z.maximum(1));

const ProgressSchema = z.strictObject({
  phase: z.enum(['read', 'encode', 'features', 'train', 'metrics', 'report']),
  message: z.string(),
  fraction,
  /** Rows of the log that the run works on, once it is read. */
  rows: z.optional(z.int().check(z.nonnegative())),
  secondsLeft: z.optional(z.number()),
});

const WhereSchema = z.strictObject({
  file: z.optional(z.string()),
  line: z.optional(z.number()),
  column: z.optional(z.number()),
  specPath: z.optional(z.array(z.union([z.string(), z.number()]))),
});

/** The few numbers a surface can show before it reads the report file. */
const SummarySchema = z.strictObject({
  /** ISO 8601, the report's own. */
  created: z.string(),
  baseAuc: z.number(),
  sources: z.array(
    z.strictObject({ name: z.string(), transferable: z.optional(EstimateSchema), total: EstimateSchema }),
  ),
  models: z.array(z.strictObject({ name: z.string(), ais: EstimateSchema })),
});

/** In code: what leaks, with offsets and lines (from 1) that count within its cell (from 0). */
const CodeFoundSchema = z.strictObject({
  findings: z.array(
    z.strictObject({
      code: z.string(),
      severity: z.enum(['error', 'warning']),
      cell: z.int(),
      from: z.int(),
      to: z.int(),
      line: z.int(),
      message: z.string(),
      why: z.string(),
      remedy: z.string(),
      names: z.optional(z.array(z.string())),
      fix: z.optional(
        z.strictObject({
          title: z.string(),
          edits: z.array(z.strictObject({ from: z.int(), to: z.int(), text: z.string() })),
        }),
      ),
      /** Of a finding that a comment accepts. */
      reason: z.optional(z.string()),
    }),
  ),
  /** Comments that ignore nothing, or give no reason. */
  idleIgnores: z.array(z.strictObject({ cell: z.int(), line: z.int(), message: z.string() })),
});

/** What a job may use. Absent: the process chooses from what the machine has. */
const limits = {
  /** The host has a secret storage, and asks to be asked for tokens. */
  keepsTokens: z.optional(z.boolean()),
  threads: z.optional(z.int().check(z.minimum(1), z.maximum(256))),
  memoryBytes: z.optional(z.int().check(z.positive())),
};

/** Host → compute process. */
export const HostMessages = {
  evaluate: z.strictObject({
    runId,
    specPath: z.string().check(z.minLength(1)),
    /** The spec's text where the editor's differs from the file's. */
    specText: z.optional(z.string()),
    overrides: z.strictObject({
      seeds: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
      /** Half-width that the intervals are to have. */
      precision: z.optional(halfWidth),
      /** Only the sources and models of these names. */
      sources: z.optional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))),
    }),
    /** Where the report is to be written. */
    reportPath: z.string().check(z.minLength(1)),
    /** What asks for it, where that is not the editor. */
    origin: z.optional(z.literal('agent')),
    /** The host runs the programs that the spec names, and asks to be told of them. */
    runsPrograms: z.optional(z.boolean()),
    ...limits,
  }),
  /** How a program ended that the process asked for. */
  programEnded: z.strictObject({
    runId,
    programId,
    exitCode: z.optional(z.int()),
    reason: z.optional(z.string()),
    /** The last lines of its error output. */
    complaint: z.array(z.string()),
    /** Where its output is, for people. */
    output: z.string(),
    /** Why it could not be started at all: one sentence. */
    problem: z.optional(z.string()),
  }),
  /** The token that the process asked for; without one, none is stored. Written nowhere, by nobody. */
  tokenFound: z.strictObject({
    runId,
    tokenId,
    token: z.optional(z.string()),
    /** Why the storage cannot be read, in its own words. */
    problem: z.optional(z.string()),
  }),
  /** Drafts a spec for a data set; nothing is written. */
  draft: z.strictObject({
    runId,
    /** Files of one log; absolute. */
    data: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
    /** Where the spec will be; absolute. */
    out: z.string().check(z.minLength(1)),
    ...limits,
  }),
  /** Writes the features of every arm as Parquet. */
  exportFeatures: z.strictObject({
    runId,
    specPath: z.string().check(z.minLength(1)),
    specText: z.optional(z.string()),
    folder: z.string().check(z.minLength(1)),
    ...limits,
  }),
  /** Audits a spec, or data without one, for leakage. */
  audit: z.strictObject({
    runId,
    /** Either is given. */
    specPath: z.optional(z.string().check(z.minLength(1))),
    specText: z.optional(z.string()),
    /** Files of one log; absolute. */
    data: z.optional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))),
    /** Where the audit is to be written. */
    auditPath: z.string().check(z.minLength(1)),
    ...limits,
  }),
  /** Asks what leaks in training code: the cells of a notebook, or one text. Answered while an evaluation runs, too. */
  auditCode: z.strictObject({ runId, cells: z.array(z.string()) }),
  /** Asks what the columns of files look like. Answered while an evaluation runs, too. */
  describe: z.strictObject({
    runId,
    /** Absolute; the patterns start from it. */
    folder: z.string().check(z.minLength(1)),
    patterns: z.array(z.string().check(z.minLength(1))).check(z.minLength(1)),
    /** Names of the columns, where the spec gives them. */
    header: z.optional(z.array(z.string())),
    /** Rows of all files together that are looked at. */
    rows: z.int().check(z.positive()),
  }),
  /** Asks for the hash of a file's content, which may take as long as reading it. Answered while an evaluation runs, too. */
  hash: z.strictObject({ runId, path: z.string().check(z.minLength(1)) }),
  /** Asks for a comparison of runs. Answered while an evaluation runs, too. */
  compare: z.strictObject({
    runId,
    /** Report files; every later one is compared with the first. */
    reports: z
      .array(z.strictObject({ name: z.string(), path: z.string().check(z.minLength(1)) }))
      .check(z.minLength(2)),
  }),
  cancel: z.strictObject({ runId }),
} as const;

/** Compute process → host. */
export const WorkerMessages = {
  /** Sent once, when the process listens. */
  ready: z.strictObject({ pid: z.int(), node: z.string() }),
  progress: z.strictObject({ runId, progress: ProgressSchema }),
  finished: z.strictObject({ runId, reportPath: z.string(), summary: SummarySchema }),
  audited: z.strictObject({ runId, auditPath: z.string() }),
  codeAudited: z.strictObject({ runId, found: CodeFoundSchema }),
  described: z.strictObject({ runId, facts: TableFactsSchema }),
  /** As a document, and as JSON; the reader checks that. */
  compared: z.strictObject({ runId, markdown: z.string(), comparison: z.string() }),
  hashed: z.strictObject({ runId, hash: z.string() }),
  drafted: z.strictObject({
    runId,
    text: z.string(),
    /** What was looked at: "600 rows". */
    from: z.string(),
    /** Without a value, nothing was clear enough to be assumed. */
    facts: z.array(
      z.strictObject({ key: z.string(), value: z.optional(z.string()), why: z.optional(z.string()) }),
    ),
    undecided: z.array(z.string()),
  }),
  exported: z.strictObject({
    runId,
    files: z.array(z.strictObject({ file: z.string(), rows: z.int(), features: z.int() })),
  }),
  failed: z.strictObject({
    runId,
    kind: z.enum(['usage', 'data', 'resource', 'internal']),
    code: z.string(),
    message: z.string(),
    where: WhereSchema,
  }),
  cancelled: z.strictObject({ runId }),
  /** Asks for a program of the spec to be run where the user sees it. */
  runProgram: z.strictObject({
    runId,
    programId,
    title: z.string(),
    program: z.string().check(z.minLength(1)),
    args: z.array(z.string()),
    cwd: z.string().check(z.minLength(1)),
    env: z.record(z.string(), z.string()),
  }),
  /** Asks for a token that the user stored for a server, `host:port`. */
  findToken: z.strictObject({ runId, tokenId, name: z.string(), server: z.string() }),
  /** The program is to be ended. */
  stopProgram: z.strictObject({ runId, programId }),
  log: z.strictObject({ level: z.enum(['debug', 'info', 'warn', 'error']), message: z.string() }),
} as const;

/** From message name to payload, host → compute process. */
export type HostPayloads = Payloads<typeof HostMessages>;
/** From message name to payload, compute process → host. */
export type WorkerPayloads = Payloads<typeof WorkerMessages>;

export type HostMessage = Message<HostPayloads>;
export type WorkerMessage = Message<WorkerPayloads>;

/** The jobs that a host may ask for, each with the message that ends it in order. */
export const JOB_ENDS = {
  evaluate: 'finished',
  draft: 'drafted',
  exportFeatures: 'exported',
  audit: 'audited',
} as const satisfies Partial<Record<keyof HostPayloads, keyof WorkerPayloads>>;

export type JobName = keyof typeof JOB_ENDS;
/** What a job's end carries. */
export type JobResult<Name extends JobName> = WorkerPayloads[(typeof JOB_ENDS)[Name]];
/** A message that starts a job. */
export type JobMessage = Extract<HostMessage, { type: JobName }>;

/** The looks at files that a host may ask for beside a job, one of a name at a time, each with the message that ends it in order. */
export const LOOK_ENDS = {
  describe: 'described',
  compare: 'compared',
  hash: 'hashed',
  auditCode: 'codeAudited',
} as const satisfies Partial<Record<keyof HostPayloads, keyof WorkerPayloads>>;

export type LookName = keyof typeof LOOK_ENDS;
export type LookResult<Name extends LookName> = WorkerPayloads[(typeof LOOK_ENDS)[Name]];
/** A message that starts a look. */
export type LookMessage = Extract<HostMessage, { type: LookName }>;

export type EvaluateMessage = HostPayloads['evaluate'];
export type RunSummary = z.output<typeof SummarySchema>;
export type CodeFound = z.output<typeof CodeFoundSchema>;
export type RunProgress = z.output<typeof ProgressSchema>;

/** Checks a value that the compute process received. Never throws. */
export function receiveFromHost(value: unknown): Received<HostMessage> {
  return receive(HostMessages, value);
}

/** Checks a value that the host received. Never throws. */
export function receiveFromWorker(value: unknown): Received<WorkerMessage> {
  return receive(WorkerMessages, value);
}
