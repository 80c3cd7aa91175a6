/** A token of the host's, from its storage to the server that it is for: the real compute process, and a server that notes what it hears. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../src/common/failure.ts';
import type { FindToken, StoredToken } from '../../../src/common/progress.ts';
import { ComputeClient } from '../../../src/compute/client.ts';
import { type ScriptedServer, startScripted } from '../../support/spark/scripted-server.ts';

const program = fileURLToPath(new URL('../../../dist/server.mjs', import.meta.url));
const TOKEN = 'a-token-that-stands-nowhere';

let folder: string;
let server: ScriptedServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lis-token-'));
  server = await startScripted({ streams: [], token: TOKEN });
});
afterEach(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Evaluates a log of the server, which tells no columns: every run fails. */
async function evaluate(findToken: FindToken | undefined): Promise<{ failure: Failure; said: string }> {
  const specPath = join(folder, 'lis.yaml');
  const engine = `engine: {kind: spark, url: 'sc://${server.target}', token: {secret: spark-prod}}`;
  writeFileSync(
    specPath,
    `version: 1\n${engine}\nlog: {path: {table: db.log}, user: u, item: i, label: y, time: t}\n`,
  );
  const log: string[] = [];
  const client = new ComputeClient(program, (level, message) => void log.push(`${level}: ${message}`), {
    findToken,
  });
  try {
    const request = { specPath, overrides: {}, reportPath: join(folder, 'report.json'), threads: 1 };
    const hooks = { signal: new AbortController().signal, onProgress: () => undefined };
    const failure = await client.evaluate(request, hooks).then(
      () => Promise.reject(new Error('it did not fail')),
      (error: Failure) => error,
    );
    const written = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    return { failure, said: [...log, failure.message, ...written].join('\n') };
  } finally {
    client.dispose();
  }
}

describe('a stored token', () => {
  it('is asked for by its name and the server of the spec, sent there, and written nowhere', async () => {
    const asked: StoredToken[] = [];
    const { failure, said } = await evaluate(async (token) => {
      asked.push(token);
      return TOKEN;
    });
    expect(asked).toEqual([{ name: 'spark-prod', server: server.target }]);
    expect(server.asked.tokens[0]).toBe(`Bearer ${TOKEN}`);
    expect(failure.code).toBe('missing-file');
    expect(said).not.toContain(TOKEN);
  });

  it('is not there where none is stored for the server: nothing is sent', async () => {
    const { failure } = await evaluate(async () => undefined);
    expect(failure).toMatchObject({ code: 'spark-no-token', where: { specPath: ['engine', 'token'] } });
    expect(failure.message).toContain('LIS: Store a Token…');
    expect(server.asked.tokens).toEqual([]);
  });

  it('is a variable for a host without a storage', async () => {
    const { failure } = await evaluate(undefined);
    expect(failure.code).toBe('spark-no-secrets');
    expect(failure.message).toContain(`LIS_TOKEN_SPARK_PROD to sc://${server.target}/;token=TOKEN`);
    expect(server.asked.tokens).toEqual([]);
  });
});
