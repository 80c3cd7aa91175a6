/**
 * Writes the rows that both sides read: `prepare.ts FOLDER ROWS AUC_ROWS THREADS`. The log is that of examples/feed/generate.ts; LIS Lens
 * splits it and computes the features; from then on there are only files of numbers, so that neither side's reading counts.
 */
import { execFileSync } from 'node:child_process';
import { createWriteStream, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { random } from '../support/random.ts';
import { bytes, type PeerTask } from './files.ts';

/** Of a row, all as ids. */
const FIELDS = ['user', 'item', 'hour', 'position', 'category', 'age', 'region'];
const CLICKS = 0.2;

/** `ranker: gbdt` is trees alone, which is what the script of the whole run has too. */
const specOf = (features: string): string => `version: 1
log: {path: log/impressions.parquet, user: user_id, item: item_id, label: click, time: ts, features: [${features}]}
items: {path: log/items.parquet, key: item_id, features: [category]}
users: {path: log/users.parquet, key: user_id, features: [{name: age, type: numeric}, region]}
split: {from: 2026-03-12, slices: daily}
ranker: gbdt
head: trees
sources: [{name: co-click, build: co-click, window: 7, history: 50, weight: cosine, shrinkage: 10}]
`;

const [folder = '', rows = '', aucRows = '', threads = ''] = process.argv.slice(2);

function lis(...options: string[]): void {
  execFileSync(process.execPath, ['dist/cli.mjs', ...options], { stdio: 'ignore' });
}

/** Streams one column of a query into a file. */
async function writeColumn(
  connection: DuckDBConnection,
  sql: string,
  name: string,
  array: (values: number[]) => ArrayBufferView,
): Promise<void> {
  const file = createWriteStream(join(folder, name));
  const result = await connection.stream(sql);
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    const view = array(
      chunk.getColumnValues(0).map((value) => (value === null ? Number.NaN : Number(value))),
    );
    if (!file.write(new Uint8Array(view.buffer, view.byteOffset, view.byteLength)))
      await new Promise<void>((drained) => file.once('drain', () => drained()));
  }
  file.end();
  await finished(file);
}

async function writeRows(): Promise<Omit<PeerTask, 'auc' | 'threads'>> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const read = (name: string): string => `read_parquet('${join(folder, 'features', `${name}.parquet`)}')`;
  const columnOf = (field: string): string =>
    field === 'user' || field === 'item' ? `"${field}"` : `base_${field}`;
  const codes = FIELDS.map((f) => `dense_rank() OVER (ORDER BY ${columnOf(f)} NULLS FIRST) AS "code_${f}"`);
  await connection.run(`CREATE TABLE codes AS SELECT row, label, part, ${codes.join()} FROM ${read('base')}`);
  const all = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJS();
  const [sizes = {}] = await all(
    `SELECT count(*) AS "rows", ${FIELDS.map((f) => `max("code_${f}") AS "${f}"`).join()} FROM codes`,
  );
  const u8 = (values: number[]) => Uint8Array.from(values);
  const u32 = (values: number[]) => Uint32Array.from(values);
  const f32 = (values: number[]) => Float32Array.from(values);
  for (const name of ['label', 'part'])
    await writeColumn(connection, `SELECT ${name} FROM codes ORDER BY row`, name, u8);
  for (const field of FIELDS)
    await writeColumn(connection, `SELECT "code_${field}" FROM codes ORDER BY row`, `field-${field}`, u32);
  const columns: string[] = [];
  for (const [file, prefix] of [
    ['base', 'base'],
    ['co-click', 'honest'],
  ] as const) {
    for (const { column_name: name } of await all(`DESCRIBE SELECT * FROM ${read(file)}`)) {
      const column = String(name);
      if (!column.startsWith(`${prefix}_`) || column === 'base_pctr') continue;
      await writeColumn(
        connection,
        `SELECT "${column}" FROM ${read(file)} ORDER BY row`,
        `column-${columns.length}`,
        f32,
      );
      columns.push(column);
    }
  }
  await writeColumn(
    connection,
    `SELECT ln(base_pctr / (1 - base_pctr)) FROM ${read('base')} ORDER BY row`,
    'pctr',
    f32,
  );
  connection.closeSync();
  const fields = FIELDS.map((name) => ({ name, cardinality: Number(sizes[name]) + 1 }));
  return { rows: Number(sizes['rows']), fields, columns };
}

/** Scores of ten rows a user on average, in which users differ. */
function writeScores(count: number): void {
  const next = random(1);
  const users = Math.max(2, Math.round(count / 10));
  const label = new Uint8Array(count);
  const user = new Uint32Array(count);
  const score = new Float32Array(count);
  const moods = Float32Array.from({ length: users }, () => next() + next() - 1);
  for (let row = 0; row < count; row++) {
    const u = Math.floor(next() * users);
    const y = next() < CLICKS ? 1 : 0;
    user[row] = u;
    label[row] = y;
    score[row] = 2 * (next() + next() + next() - 1.5) + moods[u]! - 2 + 0.9 * y;
  }
  for (const [name, view] of Object.entries({ label, user, score }))
    writeFileSync(join(folder, `auc-${name}`), new Uint8Array(view.buffer));
}

mkdirSync(folder, { recursive: true });
execFileSync(process.execPath, ['examples/feed/generate.ts', '--rows', rows, '--out', join(folder, 'log')], {
  stdio: 'ignore',
});
writeFileSync(join(folder, 'lis.yaml'), specOf('hour, position'));
writeFileSync(join(folder, 'features.yaml'), specOf('hour, position, {name: pctr, type: numeric}'));
lis('features', join(folder, 'features.yaml'), '--out', join(folder, 'features'), '--quiet');
const written = await writeRows();
writeScores(Number(aucRows));
const auc = { rows: Number(aucRows), users: Math.round(Number(aucRows) / 10), replicates: 30 };
writeFileSync(join(folder, 'task.json'), JSON.stringify({ ...written, auc, threads: Number(threads) }));

const { rows: count, fields } = written;
const told = (number: number): string => number.toLocaleString('en');
const idsOf = (name: string): string =>
  told((fields.find((field) => field.name === name)?.cardinality ?? 1) - 1);
const parts = [0, 1, 2].map((part) => told(bytes(folder, 'part').filter((number) => number === part).length));
process.stdout.write(
  `${JSON.stringify(
    `Rows: ${told(count)} of examples/feed/generate.ts, ${idsOf('user')} users and ${idsOf('item')} items; ${parts[0]} to fit, ${parts[1]} to validate, ${parts[2]} held out ` +
      `(the last days). For AUC with its interval: ${told(auc.rows)} rows of ${told(auc.users)} users.`,
  )}\n`,
);
