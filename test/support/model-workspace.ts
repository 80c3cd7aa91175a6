/**
 * The small workspace with models: vectors that know the groups of the items (as a source, what the data could give), a model
 * that knows some of them, one that tells odd items from even ones, and one that is known by its scores alone, with and
 * without it.
 */
import { random } from './random.ts';
import { smallLog } from './small-workspace.ts';

const ITEMS = 60;
const GROUPS = 5;
/** Share of the log that is evaluated, as the spec says. */
const EVALUATED = 0.2;

export const MODEL_SPEC = `# What the vectors of a small shop bring
version: 1
log:
  path: data/clicks.csv
  user: user_id
  item: item_id
  label: click
  time: ts
split: {evaluate: 20%, slices: 10}
sources:
  - {name: co-click, build: co-click, window: all}
  - {name: content, embeddings: data/content.jsonl, item: item_id, vector: emb}
models:
  - {name: aligned, embeddings: data/aligned.jsonl, item: item_id, vector: emb}
  - {name: raw, embeddings: data/raw.jsonl, item: item_id, vector: emb}
  - name: prod-v2
    predictions: data/v2.csv
    baseline: data/v1.csv
    key: [user_id, item_id, ts]
    score: score
seeds: 2
`;

/** Vectors of all items as JSON lines: the item modulo `classes` as a direction, with noise of this size. */
function vectors(classes: number, noise: number, seed: number): string {
  const next = random(seed);
  const lines = Array.from({ length: ITEMS }, (_, item) => {
    const emb = Array.from({ length: 8 }, (_, i) =>
      Number((Number(i === item % classes) + noise * (2 * next() - 1)).toFixed(4)),
    );
    return JSON.stringify({ item_id: `i${item}`, emb });
  });
  return `${lines.join('\n')}\n`;
}

/** Scores of the rows that are evaluated, no probabilities; with the model, they know which items a user favours. */
function scores(log: string, favour: number, seed: number): string {
  const next = random(seed);
  const rows = log.trimEnd().split('\n').slice(1);
  const evaluated = rows.slice(Math.floor(rows.length * (1 - EVALUATED)));
  const lines = evaluated.map((row) => {
    const [user = '', item = '', ts = ''] = row.split(',');
    const favoured = Number(user.slice(1)) % GROUPS === Number(item.slice(1)) % GROUPS;
    const popular = Number(item.slice(1)) < ITEMS / 4;
    const score = 3 * next() + 1.5 * Number(popular) + favour * Number(favoured);
    return `${user},${item},${ts},${score.toFixed(5)}`;
  });
  return `${['user_id,item_id,ts,score', ...lines].join('\n')}\n`;
}

/** The files of the workspace, path → contents. */
export function modelFiles(rows = 6000, spec = MODEL_SPEC): Record<string, string> {
  const log = smallLog(rows);
  return {
    'data/clicks.csv': log,
    'data/content.jsonl': vectors(GROUPS, 0, 3),
    'data/aligned.jsonl': vectors(GROUPS, 1.2, 4),
    'data/raw.jsonl': vectors(2, 0, 5),
    'data/v1.csv': scores(log, 0, 6),
    'data/v2.csv': scores(log, 2, 6),
    'lis.yaml': spec,
  };
}
