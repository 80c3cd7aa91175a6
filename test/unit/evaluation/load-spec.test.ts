import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSpec } from '../../../src/evaluation/load-spec.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-load-spec-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
