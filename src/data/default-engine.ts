/** The one place that chooses the engine; the entries (the command line, the compute process, the library) hand it on. */
import type { Engine } from './engine.ts';

/** DuckDB; its code and its driver are loaded by whoever calls this, and by nothing else. */
export async function defaultEngine(): Promise<Engine> {
  const { createDuckDbEngine } = await import('./duckdb/engine.ts');
  return createDuckDbEngine();
}
