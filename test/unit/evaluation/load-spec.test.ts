import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Failure } from '../../../src/common/failure.ts';
import { withChosen } from '../../../src/evaluation/arms/chosen-sources.ts';
import { type LoadedSpec, loadSpec, locate } from '../../../src/evaluation/load-spec.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-load-spec-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a failure in a run of some parts', () => {
  const text = `version: 1
log: {path: a.csv, user: u, item: i, label: y, time: t}
sources:
  - {name: co, build: co-click}
  - {name: content, embeddings: v.csv, item: i, vector: v}
  - {name: sid, build: clusters-of, of: content}
models:
  - {name: m1, embeddings: w.csv, item: i, vector: v}
  - {name: m2, embeddings: x.csv, item: i, vector: v}
`;
  let loaded: LoadedSpec;
  beforeAll(async () => {
    loaded = await loadSpec(join(folder, 'some.yaml'), text);
  });
  const lineOf = (names: string[], specPath: (string | number)[]): number | undefined => {
    const read = withChosen(loaded.spec, names);
    const failure = new Failure('data', 'x', 'x.', { specPath });
    return (locate(failure, loaded, read) as Failure).where.line;
  };

  it('is found where the whole spec has it', () => {
    expect(lineOf(['content'], ['sources', 0, 'embeddings'])).toBe(5);
    expect(lineOf(['sid'], ['sources', 0, 'of'])).toBe(6);
    expect(lineOf(['sid'], ['sources', 1, 'embeddings'])).toBe(5);
    expect(lineOf(['m2'], ['models', 0, 'embeddings'])).toBe(9);
    expect(lineOf(['m2'], ['log', 'path'])).toBe(2);
    expect(lineOf(['sid'], ['sources'])).toBe(4);
  });

  it('reads what a chosen source is made of, once and apart from what is evaluated', () => {
    const names = (list: readonly { name: string }[] | undefined) => list?.map(({ name }) => name);
    const alone = withChosen(loaded.spec, ['sid']);
    expect([names(alone.sources), names(alone.bases)]).toEqual([['sid'], ['content']]);
    const both = withChosen(loaded.spec, ['sid', 'content']);
    expect([names(both.sources), both.bases]).toEqual([['content', 'sid'], undefined]);
  });
});

describe('a spec that cannot be read', () => {
  it.each([
    ['absent.yaml', undefined, 'there is no such file'],
    ['parquet.yaml', Buffer.from('PAR1\0\0'), 'it is no text'],
    ['latin.yaml', Buffer.from('# Verk\xe4ufe\nversion: 1\n', 'latin1'), 'it is not UTF-8'],
    ['.', undefined, 'it is a folder'],
  ])('%s: says why', async (name, bytes, reason) => {
    const path = join(folder, name);
    if (bytes !== undefined) writeFileSync(path, bytes);
    await expect(loadSpec(path)).rejects.toMatchObject({
      kind: 'usage',
      code: 'spec-unreadable',
      message: expect.stringContaining(`cannot read the spec ${path}: ${reason}`),
    });
  });
});
