/** The data engine that the contract's tests run against, by its name in LIS_TEST_ENGINE; DuckDB where it is not set. */
import { createDuckDbEngine } from '../../src/data/duckdb/engine.ts';
import type { Engine } from '../../src/data/engine.ts';

const ENGINES: Readonly<Record<string, () => Engine>> = { duckdb: () => createDuckDbEngine() };

/** @throws for a name that is not in the table above */
export function engineUnderTest(name: string = process.env['LIS_TEST_ENGINE'] ?? 'duckdb'): Engine {
  const create = ENGINES[name];
  if (create === undefined) {
    throw new Error(`LIS_TEST_ENGINE is ${name}: it is one of ${Object.keys(ENGINES).join(', ')}`);
  }
  return create();
}

/** An engine for tests that give it nothing to do, or replace what they need of it. */
export const NO_ENGINE: Engine = {
  versions: idle,
  check: idle,
  load: idle,
  look: idle,
  readRowScores: idle,
  writeParquet: idle,
};

function idle(): Promise<never> {
  return Promise.reject(new Error('this test has no engine'));
}
