// @ts-check
/**
 * `npm run fuzz`: damaged files of every kind, read until something breaks. `-- --seed N` (1), `--minutes M` (1) or `--count C`,
 * `--kind parquet`. Failures are kept in test-results/fuzz, each with the command that fails on it.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from '../test/fuzz/fuzz.ts';
import { isMain, root } from './lib/project.mjs';

if (isMain(import.meta.filename)) {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      count: { type: 'string' },
      kind: { type: 'string' },
    },
  });
  const bound =
    values.count === undefined ? { minutes: Number(values.minutes ?? 1) } : { count: Number(values.count) };
  const { inputs, failures, codes } = await fuzz({
    ...bound,
    seed: Number(values.seed),
    ...(values.kind !== undefined && { kind: values.kind }),
    keepIn: join(root, 'test-results', 'fuzz'),
    log: console.log,
  });
  const ends = Object.entries(codes).map(([code, times]) => `${times} with exit code ${code}`);
  console.log(`${inputs} inputs: ${ends.join(', ')}, ${failures.length} failures`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}
