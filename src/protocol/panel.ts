/**
 * What the extension host and the panel's page may say to each other, and what the page keeps over a reload: one mapped
 * type per direction from message name to payload, derived from one schema per message, checked by whoever receives it.
 */
import * as z from 'zod/mini';
import { ReportSchema } from '../report/schema.ts';
import { number } from '../report/schema-base.ts';
import { VerdictSchema } from '../report/schema-judged.ts';
import { EstimateSchema } from '../report/schema-parts.ts';
import { type Message, type Payloads, type Received, receive } from './receive.ts';

/** In the order in which the panel shows them. */
export const TABS = ['scores', 'features', 'segments', 'trend', 'hints', 'base', 'run'] as const;
const tab = z.enum(TABS);

const SortSchema = z.strictObject({ column: z.string(), descending: z.boolean() });

/** What the page remembers: which report it shows, and where the reader was in it. */
export const PanelStateSchema = z.strictObject({
  specPath: z.string().check(z.minLength(1)),
  /** Set where the panel shows this very file instead of the newest run of the spec. */
  reportPath: z.optional(z.string().check(z.minLength(1))),
  tab: z._default(tab, 'scores'),
  /** The source or model whose details are shown; the first where absent. */
  part: z.optional(z.string()),
  /** The sources and models whose details are unfolded in the tab Scores. */
  open: z.optional(z.array(z.string())),
  /** In the tab Trend: the source or model whose runs are drawn, all where absent; and the run that is marked, by its time. */
  trend: z.optional(z.strictObject({ part: z.optional(z.string()), run: z.optional(z.string()) })),
  /** By the table's name. */
  sort: z._default(z.record(z.string(), SortSchema), {}),
  /** By tab, CSS pixels from the top. */
  scroll: z._default(z.record(z.string(), z.number()), {}),
});

const subject = {
  specPath: z.string().check(z.minLength(1)),
  specName: z.string(),
  /** See `PanelStateSchema`. */
  reportPath: z.optional(z.string().check(z.minLength(1))),
  canEvaluate: z.boolean(),
};

const picture = z.enum(['png', 'svg']);
/** The colours of a picture: the theme's as it is shown, where absent; or light ones, for paper and documents. */
const pictureTheme = z.enum(['shown', 'light']);
const drawingId = z.int();

/** Host → panel. */
export const HostToPanel = {
  /** Translations by their English text; sent once, before anything is shown. */
  strings: z.record(z.string(), z.string()),
  report: z.strictObject({
    ...subject,
    report: ReportSchema,
    /** Why the report no longer describes its spec; null while it does. */
    stale: z.nullable(z.string()),
    /** Inputs that are gone or changed, as the report names them. */
    staleInputs: z.array(z.string()),
    /** Sources and models whose results are another run's than the rest of the report, and why those are stale. */
    earlier: z.array(
      z.strictObject({
        name: z.string(),
        created: z.string(),
        stale: z.nullable(z.string()),
        /** Of a model: the LIS that it was held against in its run, of the sources that have a newer one, by name. */
        lis: z.optional(z.record(z.string(), EstimateSchema)),
      }),
    ),
    /** What else the reader must know of this file, such as a newer one that cannot be read. */
    note: z.nullable(z.string()),
  }),
  /** The kept runs of the spec; answers `history`. */
  history: z.strictObject({
    /** The newest ones, oldest first. */
    runs: z.array(
      z.strictObject({
        created: z.string(),
        rows: number,
        baseAuc: z.optional(number),
        metric: z.string(),
        verdict: z.optional(z.pick(VerdictSchema, { code: true, severity: true, target: true })),
        /** Whether what the verdict is on gains without relations between items. */
        artefact: z.boolean(),
        gains: z.array(
          z.strictObject({ name: z.string(), what: z.enum(['LIS', 'AIS']), estimate: EstimateSchema }),
        ),
      }),
    ),
    /** Of older runs, and of those whose reports cannot be read. */
    older: z.int(),
    damaged: z.int(),
  }),
  /** Edits of the spec that the verdicts of the report ask for, as the spec is now; answered by `act`. */
  acts: z.array(z.strictObject({ id: z.string(), code: z.string(), target: z.string(), title: z.string() })),
  /** There is nothing to show, and the reason. */
  nothing: z.strictObject({ ...subject, sentence: z.string() }),
  /** The run of the spec; null when it has ended. */
  progress: z.nullable(
    z.strictObject({
      message: z.string(),
      fraction: z.number().check(z.minimum(0), z.maximum(1)),
      secondsLeft: z.optional(z.number()),
    }),
  ),
  /** Asks for the charts in sight as one picture; answered by `drawn` or `failed` of the same id. */
  draw: z.strictObject({ id: drawingId, format: picture, theme: z.optional(pictureTheme) }),
  /** Brings a tab to the front. */
  select: z.strictObject({ tab, part: z.optional(z.string()) }),
} as const;

/** Panel → host. */
export const PanelToHost = {
  /** The page listens. */
  ready: z.strictObject({}),
  evaluate: z.strictObject({}),
  cancel: z.strictObject({}),
  export: z.strictObject({}),
  openSpec: z.strictObject({}),
  /** Shows all runs of the spec as a table. */
  showRuns: z.strictObject({}),
  /** Asks for the kept runs; answered now, and again when runs come or go. */
  history: z.strictObject({}),
  /** The place in the spec that defines a source or a model; of what is neither, the path. */
  goTo: z.strictObject({
    name: z.string(),
    specPath: z.optional(z.array(z.union([z.string(), z.number()]))),
  }),
  /** One of the `acts`, which the user sees before it is made. */
  act: z.strictObject({ id: z.string() }),
  /** Base64 of a PNG, or the text of an SVG. */
  drawn: z.strictObject({ id: drawingId, content: z.string() }),
  /** Something in the page went wrong: a drawing, or anything else. */
  failed: z.strictObject({ id: z.optional(drawingId), message: z.string() }),
} as const;

export type Tab = z.output<typeof tab>;
export type Sort = z.output<typeof SortSchema>;
export type PanelState = z.output<typeof PanelStateSchema>;
export type PictureFormat = z.output<typeof picture>;
export type PictureTheme = z.output<typeof pictureTheme>;
/** From message name to payload, host → panel. */
export type HostToPanelPayloads = Payloads<typeof HostToPanel>;
/** From message name to payload, panel → host. */
export type PanelToHostPayloads = Payloads<typeof PanelToHost>;
export type HostToPanelMessage = Message<HostToPanelPayloads>;
export type PanelToHostMessage = Message<PanelToHostPayloads>;

/** Checks a value that the page received. Never throws. */
export function receiveInPanel(value: unknown): Received<HostToPanelMessage> {
  return receive(HostToPanel, value);
}

/** Checks a value that the host received from the page. Never throws. */
export function receiveFromPanel(value: unknown): Received<PanelToHostMessage> {
  return receive(PanelToHost, value);
}
