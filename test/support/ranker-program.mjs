/**
 * A user's ranker for the tests: reads its job, scores a row by how often its training rows of the same position were
 * clicked and by the arm's own features, and writes what the mode asks for, right or wrong. `node ranker-program.mjs MODE JOB`.
 */
import { spawn } from 'node:child_process';
import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const [mode, jobPath] = process.argv.slice(2);
const job = JSON.parse(readFileSync(jobPath, 'utf8'));
const [base, sourceFile] = job.files;

/** Sum of the arm's own numeric features, 0 where missing. */
const signal = sourceFile.features
  .filter(({ type, missing }) => type === 'numeric' && !missing)
  .map(({ name }) => `coalesce(o."${name}", 0)`)
  .join(' + ');

const has = (name) => base.features.some((feature) => feature.name === name);

async function scores() {
  const { DuckDBInstance } = await import('@duckdb/node-api'); // not for the modes that need no scores
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const sql = `
    WITH rates AS (
      SELECT feature_position AS p, (sum(label) + 1) / (count(*) + 3) AS rate
      FROM read_parquet('${base.path}') WHERE part < 2 GROUP BY 1)
    SELECT b.row::INTEGER AS row, coalesce(rate, 0.3) + ${signal || '0'} AS score, ${has('count_item_rate') ? 'coalesce(count_item_rate, 0)' : '0'} AS rate,
      try_cast(b.user[2:] AS INTEGER) % 5 = try_cast(b.item[2:] AS INTEGER) % 5 AS favoured
    FROM read_parquet('${base.path}') b JOIN read_parquet('${sourceFile.path}') o USING (row) LEFT JOIN rates ON p = feature_position
    WHERE part = 2 ORDER BY row`;
  return (await connection.runAndReadAll(sql)).getRowObjectsJS();
}

/** Without a look at the features, which takes longer than starting Node. */
const anyScores = () => {
  const { fit, validate, evaluate } = job.rows;
  return Array.from({ length: evaluate }, (_, i) => ({
    row: fit + validate + i,
    score: ((i * 7919) % 101) / 101,
  }));
};

const csv = (rows, column = 'score') =>
  `row,${column}\n${rows.map(({ row, score }) => `${row},${score}`).join('\n')}\n`;

if (process.env.LIS_TEST_CALLS)
  appendFileSync(
    process.env.LIS_TEST_CALLS,
    `${JSON.stringify({ job, env: process.env, cwd: process.cwd() })}\n`,
  );
if (process.env.LIS_TEST_KEEP)
  copyFileSync(base.path, `${process.env.LIS_TEST_KEEP}/block-${job.block?.number}-seed-${job.seed}.parquet`);
console.log(`scoring ${job.arm}`);

switch (mode) {
  case 'fail':
    console.error('reading\nValueError: no such column');
    process.exit(3);
    break;
  case 'fail-third':
    if (job.block?.number === 3) {
      console.error('ValueError: no such block');
      process.exit(3);
    }
    writeFileSync(job.predictions.csv, csv(anyScores()));
    break;
  case 'hang':
    spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' }).on(
      'spawn',
      function () {
        writeFileSync(process.env.LIS_TEST_PIDS, `${process.pid} ${this.pid}`);
      },
    );
    process.on('SIGTERM', () => {}); // does not want to end
    await sleep(600_000);
    break;
  case 'nothing':
    break;
  default: {
    const rows = ['score', 'probability', 'inverted', 'rate'].includes(mode) ? await scores() : anyScores();
    const changes = {
      score: () => csv(rows),
      probability: () =>
        csv(
          rows.map(({ row, score }) => ({ row, score: 1 / (1 + Math.exp(-score)) })),
          'probability',
        ),
      certain: () =>
        csv(
          rows.map(({ row, score }, i) => ({ row, score: i < 2 ? i : 1 / (1 + Math.exp(-score)) })),
          'probability',
        ),
      outside: () => csv(rows, 'probability').replace(/,[^\n]*\n$/, ',1.5\n'),
      inverted: () => csv(rows.map(({ row, favoured }) => ({ row, score: favoured ? -1.5 : 2 }))),
      rate: () => csv(rows.map(({ row, rate }) => ({ row, score: 100 * rate }))),
      constant: () => csv(rows.map(({ row }) => ({ row, score: 7 }))),
      nan: () =>
        csv(rows.map((entry, i) => (i < 3 ? { row: entry.row, score: ['nan', '', 'inf'][i] } : entry))),
      missing: () => csv(rows.slice(5)),
      doubled: () => csv([...rows, ...rows.slice(0, 4)]),
      others: () => csv([{ row: 0, score: 1 }, { row: 1, score: 1 }, ...rows.slice(2)]),
      columns: () => csv(rows, 'prediction'),
      both: () => csv(rows),
    };
    writeFileSync(job.predictions.csv, changes[mode]());
    if (mode === 'both') writeFileSync(job.predictions.parquet, 'PAR1');
  }
}
