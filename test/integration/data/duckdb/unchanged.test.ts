/** A file that is replaced or written to while it is read. */
import { copyFileSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { engineUnderTest } from '../../../support/engine.ts';
import { npyFile, npyIds } from '../../../support/npy.ts';
import { csv, failureOf, folderWith, jsonLines, load, logRows, runContext, specOf } from '../support.ts';
import { sql } from './sql.ts';

const rows = logRows(60);
const text = csv(rows);

/** Files of the log in every format, and vectors with their ids. */
async function setup(): Promise<string> {
  const folder = folderWith({
    'log.csv': text,
    'log.jsonl': jsonLines(rows),
    'v.npy': npyFile([[1, 2]]),
    'ids.npy': npyIds([1], '<i8'),
  });
  await sql(`COPY (FROM '${folder}/log.csv') TO '${folder}/log.parquet'`);
  return folder;
}

/** Puts another file of the same bytes, size and time in its place, as a job that writes the data again may do. */
function replace(path: string): void {
  const { atime, mtime } = statSync(path);
  copyFileSync(path, `${path}.new`);
  utimesSync(`${path}.new`, atime, mtime);
  renameSync(`${path}.new`, path);
}

const once = (work: () => void) => {
  let done = false;
  return () => {
    if (!done) work();
    done = true;
  };
};
const sources = [{ name: 'e', embeddings: 'v.npy', ids: 'ids.npy', item: 'a' }];

describe('a file that changes while it is read', () => {
  it.each(['log.csv', 'log.jsonl', 'log.parquet', 'v.npy', 'ids.npy'])('%s, replaced', async (name) => {
    const folder = await setup();
    const path = name.startsWith('log') ? name : 'log.csv';
    const change = once(() => replace(join(folder, name)));
    const onProgress = ({ phase }: { phase: string }) => phase === 'encode' && change();
    const failure = await failureOf(load(folder, { path }, { sources }, { onProgress }));
    expect(failure).toMatchObject({ kind: 'data', code: 'changed-while-read', where: { file: name } });
    expect(failure.message).toMatch(
      /was changed while it was read: evaluate again once nothing writes to it\.$/,
    );
    expect((await load(folder, { path }, { sources })).rows).toBe(60);
  });

  it('is why it cannot be read, where that is so', async () => {
    const folder = await setup();
    const change = once(() => writeFileSync(join(folder, 'log.csv'), `${text}"open,1,0,5\n`));
    const onProgress = ({ message }: { message: string }) => message.startsWith('reading') && change();
    const failure = await failureOf(load(folder, {}, {}, { onProgress }));
    expect(failure.code).toBe('changed-while-read');
  });

  it('is seen by check', async () => {
    const folder = await setup();
    const spec = specOf({}, { sources });
    const path = join(folder, 'log.csv');
    let grown = text;
    const grow = () => {
      grown += `${text.trim().split('\n').at(-1)}\n`; // never as it was: the system gives a file's number to another one again
      writeFileSync(`${path}.new`, grown);
      renameSync(`${path}.new`, path);
    };
    const checking = engineUnderTest().check(spec, folder, runContext());
    const timer = setInterval(grow, 1);
    const failure = await failureOf(checking).finally(() => clearInterval(timer));
    expect(failure.code).toBe('changed-while-read');
  });
});
