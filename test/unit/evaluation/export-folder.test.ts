/** An export takes the place of an earlier one at once, or not at all. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cancelled } from '../../../src/common/failure.ts';
import { ownerTag } from '../../../src/common/owner.ts';
import { exportInto, isGathering } from '../../../src/evaluation/export/folder.ts';
import type { FeatureManifest } from '../../../src/evaluation/export/manifest.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-out-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function manifestOf(...names: string[]): FeatureManifest {
  const files = names.map((file) => ({ file, rows: 1, columns: [] }));
  return { version: 1, tool: 't', spec: { path: 'p', hash: 'h' }, seed: 1, folds: 5, key: [], files };
}

const exported = (text: string, ...names: string[]) =>
  exportInto(folder, async (gathering) => {
    for (const name of names) writeFileSync(join(gathering, name), text);
    return manifestOf(...names);
  });
const holds = () =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

describe('exportInto', () => {
  it('replaces an earlier export, also files that the new one lacks, and nothing else', async () => {
    await exported('old', 'base.parquet', 'gone.parquet');
    writeFileSync(join(folder, 'mine.parquet'), 'mine');
    const manifest = await exported('new', 'base.parquet', 'more.parquet');
    const { 'manifest.json': text, ...files } = holds();
    expect(files).toEqual({ 'base.parquet': 'new', 'more.parquet': 'new', 'mine.parquet': 'mine' });
    expect(JSON.parse(text!)).toEqual(manifest);
  });

  it.each([
    ['cancelled', new Cancelled()],
    ['failed', new Error('no')],
  ])('leaves the earlier export whole where it is %s', async (_, error) => {
    await exported('old', 'base.parquet');
    const before = holds();
    const stopped = exportInto(folder, async (gathering) => {
      writeFileSync(join(gathering, 'base.parquet'), 'new');
      throw error;
    });
    await expect(stopped).rejects.toBe(error);
    expect(holds()).toEqual(before);
  });

  it('removes what a killed export left, and never a file outside that a manifest names', async () => {
    const left = join(folder, `.lis-export-${ownerTag.split('-')[0]}-${2 ** 22 + 1}-abcdef`);
    mkdirSync(left);
    expect(isGathering('.lis-export-abcdef')).toBe(true);
    const inside = join(folder, 'out');
    mkdirSync(inside);
    writeFileSync(join(folder, 'outside.parquet'), 'mine');
    writeFileSync(
      join(inside, 'manifest.json'),
      JSON.stringify(manifestOf('../outside.parquet', 'manifest.json')),
    );
    await exportInto(inside, async () => manifestOf());
    expect(existsSync(join(folder, 'outside.parquet'))).toBe(true);
    await exported('new', 'base.parquet');
    expect(existsSync(left)).toBe(false);
  });

  it('says where the features have no place', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(exportInto(join(folder, 'file', 'x'), async () => manifestOf())).rejects.toMatchObject({
      kind: 'resource',
      code: 'cannot-write',
    });
  });
});
