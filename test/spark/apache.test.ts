/** Apache Spark: a server of Spark Connect with two cores of this machine. */
import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { ensureVenv } from '../../scripts/lib/python.mjs';
import { clusterSuite } from '../integration/data/spark/suite.ts';
import { freePort, startServer, type TestServer } from '../support/spark/process.ts';

const START_SECONDS = 300;
const folder = mkdtempSync(join(tmpdir(), 'lis-apache-spark-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function startSpark(): Promise<TestServer | { reason: string }> {
  const venv = await ensureVenv(join(import.meta.dirname, 'requirements.txt'));
  if ('reason' in venv) return venv;
  const [home = ''] = globSync(join(venv.folder, 'lib', 'python3*', 'site-packages', 'pyspark'));
  if (!existsSync(home)) return { reason: `${venv.folder} holds no Spark` };
  const port = await freePort();
  const settings = {
    'spark.ui.enabled': 'false',
    'spark.connect.grpc.binding.address': '127.0.0.1',
    'spark.connect.grpc.binding.port': String(port),
    'spark.sql.warehouse.dir': join(folder, 'warehouse'),
    'spark.local.dir': folder,
    'spark.driver.memory': '2g',
  };
  const args = [
    ...['--master', 'local[2]', '--class', 'org.apache.spark.sql.connect.service.SparkConnectServer'],
    ...Object.entries(settings).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
    'spark-internal',
  ];
  const env = { SPARK_HOME: home, SPARK_LOCAL_IP: '127.0.0.1' };
  return startServer(join(home, 'bin', 'spark-submit'), args, { port, seconds: START_SECONDS, env });
}

clusterSuite(startSpark);
