/**
 * The engine of specs that name a Spark cluster. The cluster scans the tables that are its own, and sends the columns in use as Arrow batches; the
 * rows then go through the same engine as those of files, so that a spec has the same report whoever reads its log.
 */
import type { RunContext } from '../../common/progress.ts';
import type { EngineSpec } from '../../specfile/schema-engine.ts';
import { serverOf } from '../../specfile/servers.ts';
import type { Engine } from '../engine.ts';
import type { OpenRemote } from '../remote.ts';
import { openSparkSession } from './connect/session.ts';
import { clusterTables, type TableOptions } from './tables.ts';
import { tokenFor } from './token.ts';

export interface SparkEngineOptions extends TableOptions {
  /** Where tokens are. */
  env?: NodeJS.ProcessEnv;
}

/** @param local makes an engine of this machine that leaves some tables to another one */
export function createSparkEngine(
  settings: EngineSpec,
  local: (remote?: OpenRemote) => Engine,
  { env = process.env, ...options }: SparkEngineOptions = {},
): Engine {
  let version = 'unknown';
  async function inSession<T>(run: RunContext, work: (engine: Engine) => Promise<T>): Promise<T> {
    const target = serverOf(settings);
    const token = await tokenFor(settings, target, run, env);
    const session = await openSparkSession({ target, tls: settings.tls, token }, run);
    try {
      version = (await session.version()) ?? version;
      return await work(local(clusterTables(session, options)));
    } finally {
      await session.close();
    }
  }
  const duckdb = local();
  return {
    ...duckdb,
    versions: async (spec) => ({ ...(await duckdb.versions(spec)), spark: version }),
    check: (spec, folder, run) => inSession(run, (engine) => engine.check(spec, folder, run)),
    look: (source, run, work, options) => inSession(run, (engine) => engine.look(source, run, work, options)),
    load: (spec, folder, run, also) => inSession(run, (engine) => engine.load(spec, folder, run, also)),
  };
}
