/** A real server of Spark Connect in every run of the tests: Sail. */
import { expect, it } from 'vitest';
import { openSparkSession } from '../../../../src/data/spark/connect/session.ts';
import { startSail } from '../../../support/spark/sail.ts';
import { failureOf } from '../support.ts';
import { clusterSuite } from './suite.ts';

clusterSuite(startSail);

it('takes no rows of a server that is gone in the middle', async ({ skip }) => {
  const server = await startSail();
  if ('reason' in server) skip(server.reason);
  else {
    const patience = { first: 2, later: 4 };
    const session = await openSparkSession(
      { target: server.target, tls: false },
      { signal: new AbortController().signal, patience },
    );
    const rows = session.batches({ sql: { query: 'SELECT id FROM range(0, 10000000000, 1, 10000)' } });
    expect((await rows.next()).value?.row_count).toBeGreaterThan(0);
    await server.stop();
    const reading = async () => {
      for await (const _ of rows);
    };
    expect(await failureOf(reading())).toMatchObject({ kind: 'resource', code: 'spark-lost' });
    await session.close();
  }
});
