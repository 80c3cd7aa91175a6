/** Short ways to write a spec in a test and to read its problems. */
import { parseSpec } from '../../../src/specfile/reading/parse.ts';
import type { SourceRange } from '../../../src/specfile/reading/positions.ts';

export const LOG = 'log: {path: a.csv, user: u, item: i, label: y, time: t}\n';
export const HEAD = `version: 1\n${LOG}`;

/** `line:column severity message`, 1-based, one entry a problem. */
export function told(text: string): string[] {
  return parseSpec(text).problems.map(
    ({ range: { start }, severity, message }) =>
      `${start.line + 1}:${start.column + 1} ${severity} ${message}`,
  );
}

/** The text that a range covers. */
export function covered(text: string, range: SourceRange): string {
  return text.slice(range.start.offset, range.end.offset);
}

/** The text that each problem marks. */
export function marked(text: string): string[] {
  return parseSpec(text).problems.map(({ range }) => covered(text, range));
}

export function codes(text: string): string[] {
  return parseSpec(text).problems.map(({ code }) => code);
}

/** Every key of the spec, as the documentation shows it. */
export const FULL = `version: 1
log:                                   # one row per impression or rating
  path: data/impressions/*.parquet     # Parquet, CSV, TSV, JSON lines, Arrow/Feather; string, list or glob
  user: user_id
  item: item_id
  label: rating >= 4                   # a 0/1 column or an expression over columns
  time: ts                             # timestamp, date, or unix s / ms / µs (detected, stated in the report)
  group: impression_id                 # optional: GAUC, NDCG, Recall
  weight: dwell_ms                     # optional: value-weighted AUC
  features: [hour, {name: price, type: numeric}]
  counts: true                         # as-of user and item counts in the base (default)
items: {path: data/items.parquet, key: item_id, features: [category, year]}
users: {path: data/users.parquet, key: user_id, features: [age]}
split: {evaluate: 20%, slices: 10}     # or {from: 2026-10-24, to: 2026-10-31, slices: daily}
                                       # or a ready-made split: {column: split, train: train, validate: valid, evaluate: test}
sources:                               # preference data under evaluation
  - {name: co-click, build: co-click, window: 7}
  - {name: swing, build: swing}
  - {name: ranker-ids, build: id-embedding}
  - {name: editorial, pairs: data/pairs.parquet, left: a, right: b, weight: w, observed: 2026-10-01..2026-10-24}
  - {name: sid, clusters: data/sids.parquet, item: item_id, ids: [l1, l2, l3]}
  - {name: ctr-7d, columns: [item_ctr_7d, dwell_ms]}
models:                                # what the MLLM really gave
  - {name: notellm, embeddings: out/notellm.parquet, item: item_id, vector: emb}
  - {name: prod-v2, predictions: out/v2.parquet, baseline: out/v1.parquet, key: [user_id, item_id, ts], score: score}
objectives: [{name: time, weight: watch_ms}, {name: sale, label: bought, weight: price_paid}]   # optional
ranker: fm                             # lr | fm | deepfm | {kind: deepfm, factors: 16} | {command: ...}
metric: auc
seeds: 3
minimumGain: 0.001
gate: {source: co-click, transferable: ">= 0.002"}
appliesTo: [configs/*.yaml, train/**/*.py]   # default: the spec's folder and below; the nearest spec wins
`;
