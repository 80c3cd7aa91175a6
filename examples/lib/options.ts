/** What both generators are told on the command line. */
import { parseArgs } from 'node:util';

/** Ends the process with exit code 2, and how to call the generator, where the options are wrong. */
export function worldOptions(example: string, folder: string): { rows: number; seed: number; out: string } {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string', default: folder },
    },
  });
  const [rows, seed] = [Number(values.rows), Number(values.seed)];
  if (!Number.isInteger(rows) || rows < 1000 || !Number.isInteger(seed)) {
    console.error(
      `usage: npm run example -- ${example} [--rows N (at least 1000)] [--seed S (a whole number)] [--out DIR]`,
    );
    process.exit(2);
  }
  return { rows, seed, out: values.out };
}
