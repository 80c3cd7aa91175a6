/** The built server against what no well-behaved client sends, and clients that leave. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CLI, createProject, type Project } from '../cli/project.ts';
import { childrenOf, isAlive, LONG } from './agent.ts';

let project: Project;
let server: ChildProcessWithoutNullStreams;
/** Messages of the server, whatever they are. */
let answers: Record<string, unknown>[];
let noise: string;
beforeEach(() => {
  project = createProject();
  server = start('.');
});
afterEach(() => {
  server.kill('SIGKILL');
  project.remove();
});

function start(folder: string): ChildProcessWithoutNullStreams {
  const child = spawn(process.execPath, [CLI, 'mcp', folder], { cwd: project.folder });
  answers = [];
  noise = '';
  let rest = '';
  child.stdout.on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop()!;
    for (const line of lines) answers.push(JSON.parse(line)); // nothing else is ever written there
  });
  child.stderr.on('data', (data) => {
    noise += data;
  });
  child.stdin.on('error', () => undefined); // it may leave before all is written
  return child;
}

const send = (message: object) => server.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
const answer = (id: number) =>
  expect.poll(() => answers.find((message) => message['id'] === id), { timeout: 20_000, interval: 20 });
const left = () =>
  new Promise<number | null>((done) =>
    server.exitCode === null ? server.once('exit', (code) => done(code)) : done(server.exitCode),
  );

function greet(): void {
  const params = {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'raw', version: '0' },
  };
  send({ id: 1, method: 'initialize', params });
  send({ method: 'notifications/initialized' });
}

function run(id: number): void {
  const params = {
    name: 'run_evaluation',
    arguments: { spec: 'long.lis.yaml' },
    _meta: { progressToken: 1 },
  };
  send({ id, method: 'tools/call', params });
}

/** Until the compute process is at work. @returns its id */
async function working(): Promise<number> {
  await expect
    .poll(() => answers.some(({ method }) => method === 'notifications/progress'), {
      timeout: 60_000,
      interval: 20,
    })
    .toBe(true);
  const [compute] = childrenOf(server.pid!);
  expect(isAlive(compute!)).toBe(true);
  return compute!;
}

describe('nonsense', () => {
  it('is passed over: what follows is answered', async () => {
    server.stdin.write('hello\n{"jsonrpc":"2.0"\n[]\n42\nnull\n""\n{}\n\n');
    server.stdin.write(Buffer.from([0xff, 0xfe, 0x00, 0x0a, 0xc3, 0x28, 0x0a]));
    server.stdin.write(`${'x'.repeat(200_000)}\n`);
    send({ id: 'a', method: 7 });
    send({ id: 90, result: {} });
    greet();
    await answer(1).toMatchObject({ result: { serverInfo: { name: 'lis-lens' } } });
    send({ id: 2, method: 'no/such/method' });
    await answer(2).toMatchObject({ error: { code: -32601 } });
    send({ id: 3, method: 'tools/call', params: 'all' }); // as the SDK has it, no request at all
    send({ id: 4, method: 'tools/call', params: { name: 'check_spec', arguments: { spec: ['lis.yaml'] } } });
    await answer(4).toMatchObject({ result: { isError: true } });
    send({ method: 'notifications/cancelled', params: { requestId: 77 } });
    send({ id: 5, method: 'tools/call', params: { name: 'list_specs' } });
    await answer(5).toMatchObject({ result: { structuredContent: { specs: [{ spec: 'lis.yaml' }] } } });
    expect(noise).toBe('');
  });

  it('without an end closes the server instead of filling the memory', async () => {
    server.stdin.write('x'.repeat(11 * 2 ** 20));
    expect(await left()).toBe(0);
    expect(answers).toEqual([]);
  });

  it('in a spec or a report is a sentence', async () => {
    project.write({
      'lis.yaml': Buffer.from([0xff, 0x00, 0x01]),
      'b.lis.yaml': 'version: [',
      '.lis/runs/2026-01-01T00-00-00-000Z-b.json': '{',
    });
    greet();
    for (const [id, spec] of [
      [2, 'lis.yaml'],
      [3, 'b.lis.yaml'],
    ] as const)
      send({ id, method: 'tools/call', params: { name: 'check_spec', arguments: { spec } } });
    await answer(2).toMatchObject({ result: { structuredContent: { ready: false } } });
    await answer(3).toMatchObject({ result: { structuredContent: { problems: [{ severity: 'error' }] } } });
    send({
      id: 4,
      method: 'tools/call',
      params: { name: 'latest_report', arguments: { spec: 'b.lis.yaml' } },
    });
    await answer(4).toMatchObject({ result: { isError: true } });
  });
});

describe('a client that leaves', () => {
  it('ends the server', async () => {
    greet();
    await answer(1).toHaveProperty('result');
    server.stdin.end();
    expect(await left()).toBe(0);
  });

  it.each([
    ['closes the input', () => server.stdin.end()],
    ['ends it by a signal', () => server.kill('SIGTERM')],
    ['kills it', () => server.kill('SIGKILL')],
    [
      'reads no more',
      () => {
        server.stdout.destroy();
      },
    ],
  ])('in a run and %s leaves no process and no report', async (_how, leave) => {
    project.write(LONG);
    greet();
    run(2);
    const compute = await working();
    leave();
    await left();
    await expect.poll(() => isAlive(compute), { timeout: 10_000, interval: 20 }).toBe(false);
    expect(existsSync(join(project.folder, '.lis/runs'))).toBe(false);
  });
});

describe('a folder', () => {
  it('that does not exist is refused', async () => {
    server.kill();
    server = start('nowhere');
    expect(await left()).toBe(2);
    expect(noise).toMatch(/^lis: nowhere is not a folder; .*\n$/);
    expect(answers).toEqual([]);
  });
});
