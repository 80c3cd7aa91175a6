/**
 * DuckDB's driver, loaded when it is first needed: it is a native library, and where that cannot be loaded a reader learns
 * it in one sentence, from the command that needed it.
 */
import { Failure } from '../../../common/failure.ts';

export type Driver = typeof import('@duckdb/node-api');

let loaded: Driver | undefined;

/** @throws Failure `resource` where the library is absent, of another system, or refused by this one. */
export async function duckdb(): Promise<Driver> {
  try {
    loaded ??= await import('@duckdb/node-api');
    return loaded;
  } catch (error) {
    throw notLoaded(error as Error);
  }
}

/** For code inside a session, which has loaded it. */
export function loadedDriver(): Driver {
  if (loaded === undefined) throw new Error('the driver is asked for before a session is open');
  return loaded;
}

/** Node adds the stack of its own modules to the sentence of the system. */
export function notLoaded({ message }: Error): Failure {
  const reason = message.split('\n', 1)[0]!.replace(/\.?\s*$/, '');
  const target = `${process.platform}-${process.arch}`;
  return new Failure(
    'resource',
    'engine-not-loaded',
    `The data engine (DuckDB) cannot be loaded here, on ${target} with Node ${process.versions.node}: ${reason}. Install LIS Lens again, for this system.`,
  );
}
