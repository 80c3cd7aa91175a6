/** The one place that chooses the engine; the entries (the command line, the compute process, the library) hand it on. */
import type { EngineSpec, Spec } from '../specfile/schema.ts';
import type { Engine } from './engine.ts';

/**
 * What the spec names reads its tables: DuckDB, whose code and driver are loaded by whoever calls this and by nothing else, or a cluster, beside
 * DuckDB. Whatever has no spec is looked at by DuckDB.
 */
export async function defaultEngine(): Promise<Engine> {
  const { createDuckDbEngine } = await import('./duckdb/engine.ts');
  const local = createDuckDbEngine();
  const clusters = new Map<string, Promise<Engine>>();
  const engineOf = ({ engine }: Pick<Spec, 'engine'>): Promise<Engine> | Engine => {
    if (engine === undefined) return local;
    const key = JSON.stringify(engine);
    const opened = clusters.get(key) ?? sparkEngine(engine);
    clusters.set(key, opened);
    return opened;
  };
  async function sparkEngine(settings: EngineSpec): Promise<Engine> {
    const { createSparkEngine } = await import('./spark/engine.ts');
    return createSparkEngine(settings, (remote) => createDuckDbEngine({ remote }));
  }
  return {
    ...local,
    versions: async (spec) => (await engineOf(spec)).versions(spec),
    check: async (spec, folder, run) => (await engineOf(spec)).check(spec, folder, run),
    look: async (source, run, work, options) => (await engineOf(source)).look(source, run, work, options),
    load: async (spec, folder, run, also) => (await engineOf(spec)).load(spec, folder, run, also),
  };
}
