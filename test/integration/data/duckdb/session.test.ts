import { chmodSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDuckDbEngine } from '../../../../src/data/duckdb/engine.ts';
import { openSession } from '../../../../src/data/duckdb/session/session.ts';
import { csv, failureOf, folderWith, load, logRows, runContext, specOf } from '../support.ts';
import { bigLog } from './big-log.ts';

/** The superuser may read everything, so he becomes `nobody` for the time of `work`. */
async function asPlainUser<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('the session', () => {
  it('leaves one listener at the process, however many are open, and none once they are closed', async () => {
    const before = process.listenerCount('exit');
    const sessions = await Promise.all(Array.from({ length: 12 }, () => openSession(runContext())));
    expect(process.listenerCount('exit') - before).toBeLessThanOrEqual(2);
    for (const session of sessions) await session.close();
    expect(process.listenerCount('exit')).toBe(before);
  });

  it('reads nothing but the named files once it is locked, and cannot be unlocked', async () => {
    const folder = folderWith({ 'a.csv': 'x\n1\n', 'b.csv': 'x\n2\n' });
    const session = await openSession(runContext());
    try {
      await session.lock([join(folder, 'a.csv')]);
      expect(await session.rows(`SELECT x FROM read_csv('${folder}/a.csv')`)).toEqual([{ x: 1n }]);
      for (const statement of [
        `SELECT * FROM read_csv('${folder}/b.csv')`,
        `SELECT * FROM '${folder}/b.csv'`,
        `SELECT * FROM glob('${folder}/*')`,
        `COPY (SELECT 1) TO '${folder}/c.csv'`,
        `ATTACH '${folder}/d.duckdb'`,
        'SET enable_external_access = true',
        "SET allowed_paths = ['/']",
        'INSTALL httpfs',
      ]) {
        expect((await failureOf(session.run(statement))).kind, statement).toBe('internal');
      }
      expect(readdirSync(folder).sort()).toEqual(['a.csv', 'b.csv']);
    } finally {
      await session.close();
    }
  });

  it('leaves no temporary folder, after success and after failure', async () => {
    const temporaryFolder = folderWith();
    const folder = folderWith({ 'log.csv': csv(logRows(60)) });
    const engine = createDuckDbEngine({ temporaryFolder });
    await engine.load(specOf(), folder, runContext());
    const listeners = process.listenerCount('exit');
    await failureOf(engine.load(specOf({ user: 'nobody' }), folder, runContext()));
    expect(process.listenerCount('exit')).toBe(listeners);
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  it('says where it could not make its temporary folder', async () => {
    const failure = await failureOf(openSession(runContext(), join(folderWith(), 'gone')));
    expect(failure).toMatchObject({ kind: 'resource', code: 'no-temporary-folder', exitCode: 4 });
    expect(failure.message).toMatch(/^No temporary folder can be made in .*gone \(ENOENT.*TMPDIR\.$/);
  });

  it('refuses a file that it may not read, whatever its format', async () => {
    for (const path of ['log.csv', 'log.csv.gz', 'log.jsonl', 'log.arrow', 'log.parquet']) {
      const folder = folderWith({ [path]: 'x' });
      chmodSync(folder, 0o755);
      chmodSync(join(folder, path), 0);
      expect(await asPlainUser(() => failureOf(load(folder, { path })))).toMatchObject({
        kind: 'data',
        code: 'unreadable-file',
        where: { file: path, specPath: ['log', 'path'] },
      });
    }
  });

  it('leaves no temporary folder when the process exits in the middle', async () => {
    const temporaryFolder = folderWith();
    const session = await openSession(runContext(), temporaryFolder);
    expect(readdirSync(temporaryFolder)).toHaveLength(1);
    for (const listener of process.listeners('exit')) {
      if (listener.name === 'removeAtExit') listener(0);
    }
    expect(readdirSync(temporaryFolder)).toEqual([]);
    await session.close();
  });

  it('follows links, and reads files whose folder has odd characters', async () => {
    const folder = folderWith();
    const odd = join(folder, "it's [a] {b} *");
    mkdirSync(odd);
    writeFileSync(join(odd, 'log.csv'), csv(logRows(60)));
    symlinkSync(join(odd, 'log.csv'), join(folder, 'link.csv'));
    expect((await load(odd)).rows).toBe(60);
    expect((await load(odd, { path: '*.csv' })).rows).toBe(60);
    expect((await load(folder, { path: 'link.csv' })).rows).toBe(60);
  });

  it('reports progress that never goes back', async () => {
    const fractions: number[] = [];
    const phases = new Set<string>();
    await load(
      await bigLog(50_000),
      { path: 'log.parquet' },
      {},
      {
        onProgress: ({ fraction, phase }) => {
          fractions.push(fraction);
          phases.add(phase);
        },
      },
    );
    expect([...phases]).toEqual(['read', 'encode']);
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
  });

  it('calls a lack of memory a lack of memory', async () => {
    const session = await openSession(runContext({ memoryBytes: 1 }));
    try {
      const failure = await failureOf(
        session.run("SELECT string_agg(repeat('x', 1000), '') FROM range(1000000)"),
      );
      expect(failure).toMatchObject({ kind: 'resource', exitCode: 4 });
      expect(failure.message).toMatch(/needs more memory|disk for temporary files is full/);
    } finally {
      await session.close();
    }
  });
});
