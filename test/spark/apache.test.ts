/** What holds of every server, of Apache Spark: a driver, a standalone master and two workers. */

import { clusterSuite } from '../integration/data/spark/suite.ts';
import { startApache } from '../support/spark/apache.ts';

clusterSuite(async () => {
  const spark = await startApache(2);
  if ('reason' in spark) return spark;
  return { ...(await spark.driver()), stop: spark.stop };
});
