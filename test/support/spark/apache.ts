/**
 * Apache Spark as a platform runs it: a standalone master, workers, and drivers that serve Spark Connect, each a JVM of its own, all on the loopback
 * address. Or one driver with threads for executors, where the rest does not matter.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureVenv } from '../../../scripts/lib/python.mjs';
import { freePort, startServer, type TestServer } from './process.ts';

const REQUIREMENTS = join(import.meta.dirname, '..', '..', 'spark', 'requirements.txt');
const LOOPBACK = '127.0.0.1';
const START_SECONDS = 300;
/** Masters and workers only keep books. A driver would take its memory from here too, whatever `spark.driver.memory` says. */
const DAEMON = { SPARK_DAEMON_MEMORY: '256m' };

export interface DriverOptions {
  /** Another than a free one, as of a driver before it. */
  port?: number;
  /** What it asks of its clients. */
  token?: string;
  settings?: Readonly<Record<string, string>>;
}

export interface Driver extends TestServer {
  /** What it has written into its event log by now, in order. */
  events(): SparkEvent[];
}

export interface SparkEvent {
  Event: string;
  'Job ID'?: number;
  'Job Result'?: { Result: string };
  'Task Info'?: { 'Task ID': number; Killed: boolean };
}

export interface ApacheSpark {
  driver(options?: DriverOptions): Promise<Driver>;
  /** Those that live. */
  workers: readonly Worker[];
  /** Starts one more, and waits until the master counts it. */
  addWorker(): Promise<Worker>;
  stop(): Promise<void>;
}

export interface Worker {
  /** Of the programs that run tasks for drivers. */
  executors(): number[];
  /** As a machine that loses its power: the worker and its executors are gone at once. */
  kill(): Promise<void>;
}

/**
 * @param workers of one core and 1 GB each; none: drivers run the tasks in two threads of their own
 * @returns what starts drivers, or why there is no Spark
 */
export async function startApache(workers = 0): Promise<ApacheSpark | { reason: string }> {
  const venv = await ensureVenv(REQUIREMENTS);
  if ('reason' in venv) return venv;
  const [home = ''] = globSync(join(venv.folder, 'lib', 'python3*', 'site-packages', 'pyspark'));
  if (!existsSync(home)) return { reason: `${venv.folder} holds no Spark` };
  const folder = mkdtempSync(join(tmpdir(), 'lis-apache-spark-'));
  const started: TestServer[] = [];
  const env = { SPARK_HOME: home, SPARK_LOCAL_IP: LOOPBACK };
  const start = async (program: string, args: string[], port: number, more: NodeJS.ProcessEnv = {}) => {
    const log = join(folder, `${started.length}.log`);
    const server = await startServer(join(home, 'bin', program), args, {
      port,
      seconds: START_SECONDS,
      env: { ...env, ...more },
      log,
      cwd: folder,
    });
    started.push(server);
    return server;
  };

  const at = { master: 'local[2]', page: 0 };
  const alive: Worker[] = [];
  if (workers > 0) {
    const port = await freePort();
    at.page = await freePort();
    at.master = `spark://${LOOPBACK}:${port}`;
    const place = ['--host', LOOPBACK, '--port', String(port), '--webui-port', String(at.page)];
    await start('spark-class', ['org.apache.spark.deploy.master.Master', ...place], at.page, DAEMON);
  }

  const isCounted = async (page: number): Promise<boolean> => {
    const said = await fetch(`http://${LOOPBACK}:${at.page}/json/`);
    const known = (await said.json()) as { workers: { webuiaddress: string; state: string }[] };
    return known.workers.some(
      ({ webuiaddress, state }) => webuiaddress.endsWith(`:${page}`) && state === 'ALIVE',
    );
  };

  const spark: ApacheSpark = {
    workers: alive,
    async driver({ port, token, settings = {} } = {}) {
      const listens = port ?? (await freePort());
      const events = mkdtempSync(join(folder, 'events-'));
      const all = {
        'spark.ui.enabled': 'false',
        'spark.connect.grpc.binding.address': LOOPBACK,
        'spark.connect.grpc.binding.port': String(listens),
        'spark.driver.host': LOOPBACK,
        'spark.driver.bindAddress': LOOPBACK,
        'spark.driver.memory': '2g',
        'spark.executor.memory': '1g',
        'spark.sql.warehouse.dir': join(folder, 'warehouse'),
        'spark.local.dir': folder,
        'spark.eventLog.enabled': 'true',
        'spark.eventLog.dir': events,
        'spark.eventLog.compress': 'false',
        'spark.eventLog.rolling.enabled': 'false',
        ...settings,
      };
      const args = [
        ...['--master', at.master, '--class', 'org.apache.spark.sql.connect.service.SparkConnectServer'],
        ...Object.entries(all).flatMap(([key, value]) => ['--conf', `${key}=${value}`]),
        'spark-internal',
      ];
      const secret = token === undefined ? {} : { SPARK_CONNECT_AUTHENTICATE_TOKEN: token };
      const server = await start('spark-submit', args, listens, secret);
      return { ...server, events: () => eventsIn(events) };
    },
    async addWorker() {
      const page = await freePort();
      const work = join(folder, `worker-${page}`);
      mkdirSync(work);
      const size = ['--cores', '1', '--memory', '1g', '--host', LOOPBACK, '--webui-port', String(page)];
      const args = ['org.apache.spark.deploy.worker.Worker', ...size, '--work-dir', work, at.master];
      const server = await start('spark-class', args, page, DAEMON);
      while (!(await isCounted(page))) await delay(100);
      const executors = () => childrenOf(server.pid);
      const worker: Worker = {
        executors,
        async kill() {
          const gone = executors();
          const stopped = server.stop();
          for (const pid of gone) killed(pid);
          await stopped;
          alive.splice(alive.indexOf(worker), 1);
        },
      };
      alive.push(worker);
      return worker;
    },
    async stop() {
      const left = started.flatMap(({ pid }) => childrenOf(pid));
      for (const server of started.reverse()) await server.stop();
      for (const pid of left) killed(pid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
  try {
    for (let i = 0; i < workers; i++) await spark.addWorker();
  } catch (error) {
    await spark.stop();
    throw error;
  }
  return spark;
}

function eventsIn(folder: string): SparkEvent[] {
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n'))
    .filter((line) => line.endsWith('}')) // the last one may be half written
    .map((line) => JSON.parse(line) as SparkEvent);
}

function childrenOf(parent: number): number[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, above]) => above === parent)
    .map(([pid = 0]) => pid);
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has ended by itself
  }
}
