/**
 * A log with columns that give the label away, for everything that shows what a column leaks: `dwell_ms` is large after a
 * click (and sometimes lost), `ctr_7d` knows part of the label, `noise` nothing; training code that uses them.
 */
import { random } from './random.ts';

export const LEAKY_SPEC = `# Clicks of a small shop, with columns that somebody joined later
version: 1
log:
  path: data/clicks.csv
  user: user_id
  item: item_id
  label: click
  time: ts
split: {evaluate: 30%, slices: 10}
sources:
  - name: joined-later
    columns: [{name: dwell_ms, type: numeric}, {name: ctr_7d, type: numeric}, {name: noise, type: numeric}, campaign]
  - {name: co-click, build: co-click, window: all}
seeds: 2
`;

const TRAIN = `"""Trains on dwell_ms and ctr_7d."""
import pandas as pd

log = pd.read_csv("data/clicks.csv")
features = ["ctr_7d", "noise", "item_id"]
log["dwell_ms"] = log["dwell_ms"].fillna(0)
print("dwell_ms is filled")
noise = log["noise"]
exported = pd.read_parquet("features/co-click.parquet", columns=["leaked_max"])
`;

const CONFIG = `# RecBole
USER_ID_FIELD: user_id
load_col:
  inter: [user_id, item_id, click]
  item:
    - item_id
    - dwell_ms
train_batch_size: 2048
`;

const cell = (source: string[]): unknown => ({
  cell_type: 'code',
  execution_count: null,
  metadata: {},
  outputs: [],
  source,
});

const NOTEBOOK = `${JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: ['# Clicks, with `log["dwell_ms"]`'] },
    cell(['%matplotlib inline\n', 'import pandas as pd\n', 'log = pd.read_csv("data/clicks.csv")']),
    cell(['y = log["click"]\n', 'X = log[["ctr_7d", "noise"]]\n', 'log["dwell_ms"].hist()']),
  ],
  metadata: {
    language_info: { name: 'python' },
    kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
  },
  nbformat: 4,
  nbformat_minor: 5,
})}\n`;

function log(rows: number): string {
  const next = random(11);
  const pick = (n: number): number => Math.floor(next() * n);
  const lines = ['user_id,item_id,ts,click,dwell_ms,ctr_7d,noise,campaign'];
  for (let row = 0; row < rows; row++) {
    const [user, item] = [pick(60), pick(40)];
    const click = next() < (user % 4 === item % 4 ? 0.5 : 0.15) ? 1 : 0;
    const lost = next() < 0.05;
    const bounce = row % 5 === 0 ? (row * 37) % 3000 : 0; // so that it nearly is the label, and not the label itself
    const dwell = lost ? '' : String(click === 1 ? 500 + pick(9000) : bounce);
    const ctr = (0.5 * click + next()).toFixed(4);
    const [noise, campaign] = [next().toFixed(4), `c${pick(5)}`];
    lines.push(`u${user},i${item},${1_700_000_000 + row * 90},${click},${dwell},${ctr},${noise},${campaign}`);
  }
  return `${lines.join('\n')}\n`;
}

/** The files of the workspace, path → contents. `other/` has a Python file that no spec speaks for. */
export function leakyFiles(rows = 4000): Record<string, string> {
  return {
    'shop/data/clicks.csv': log(rows),
    'shop/lis.yaml': LEAKY_SPEC,
    'shop/train.py': TRAIN,
    'shop/explore.ipynb': NOTEBOOK,
    'shop/recbole.yaml': CONFIG,
    '.vscode/settings.json': '{}\n',
    'other/elsewhere.py': 'import pandas as pd\nlog = pd.read_csv("x.csv")\nprint(log["dwell_ms"])\n',
  };
}
