/**
 * The engine of specs that name a Spark cluster. The cluster scans the tables that are its own, and sends the columns in use as Arrow batches; the
 * rows then go through the same engine as those of files, so that a spec has the same report whoever reads its log.
 */
import { Failure } from '../../common/failure.ts';
import type { RunContext } from '../../common/progress.ts';
import { type EngineSpec, serverOf } from '../../specfile/schema-engine.ts';
import type { Engine } from '../engine.ts';
import type { OpenRemote } from '../remote.ts';
import { isLoopback } from './connect/loopback.ts';
import { openSparkSession } from './connect/session.ts';
import { clusterTables, type TableOptions } from './tables.ts';

export interface SparkEngineOptions extends TableOptions {
  /** Where the token is. */
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
    const token = tokenOf(settings, target, env);
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

function tokenOf({ token, tls }: EngineSpec, target: string, env: NodeJS.ProcessEnv): string | undefined {
  if (token === undefined) return undefined;
  const specPath = ['engine', 'token'];
  if (!tls && !isLoopback(target)) {
    const message = `The token would go to ${target} where others can read it: set \`engine.tls\` to true.`;
    throw new Failure('usage', 'spark-token-plain', message, { specPath });
  }
  const value = env[token.env];
  if (value !== undefined && value !== '') return value;
  const message = `The environment variable ${token.env} holds no token: set it before the run.`;
  throw new Failure('usage', 'spark-no-token', message, { specPath });
}
