/** An agent: the SDK's client, connected to the built `lis mcp` in a project; and the processes below one. */
import { spawnSync } from 'node:child_process';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CLI, csv, logRows, type Project } from '../cli/project.ts';

export interface Agent {
  client: Client;
  /** Of the server. */
  pid: number;
}

export async function connect({ folder }: Pick<Project, 'folder'>): Promise<Agent> {
  const transport = new StdioClientTransport({
    ...{ command: process.execPath, args: [CLI, 'mcp', folder], cwd: folder, stderr: 'pipe' },
  });
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(transport);
  return { client, pid: transport.pid! };
}

/** A spec whose run takes long enough to be stopped on its way. */
export const LONG: Record<string, string> = {
  'long.lis.yaml': `version: 1
log: {path: data/long.csv, user: user, item: item, label: click, time: ts, features: [place]}
split: {evaluate: 25%, slices: 8}
sources:
  - {name: co-click, build: co-click, window: 4}
  - {name: swing, build: swing, window: 4}
seeds: 20
`,
  'data/long.csv': csv(
    Array.from({ length: 60 }, (_, block) => logRows().map((row) => shifted(row, block))).flat(),
  ),
};

function shifted([user, item, click, time, place]: string[], block: number): string[] {
  return [`${user}-${block % 9}`, item!, click!, String(Number(time) + block * 360_000), place!];
}

/** The processes that a process has started. */
export function childrenOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return pairs.flatMap(([child, parent]) => (parent === pid ? child! : []));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
