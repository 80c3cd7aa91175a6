import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '../../../src/common/folder.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lis-folder-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('makeFolder', () => {
  it('makes what is missing, and leaves what is there', async () => {
    const deep = join(root, 'a', 'b', 'c');
    await makeFolder(deep);
    writeFileSync(join(deep, 'kept'), '');
    await makeFolder(deep);
    expect(statSync(deep).isDirectory()).toBe(true);
    expect(existsSync(join(deep, 'kept'))).toBe(true);
    await makeFolder('/');
  });

  it('may be called several times at once', async () => {
    await Promise.all([1, 2, 3].map((n) => makeFolder(join(root, 'same', 'place', String(n % 2)))));
    expect(existsSync(join(root, 'same', 'place', '1'))).toBe(true);
  });

  it('fails where a file is in the way', async () => {
    writeFileSync(join(root, 'file'), '');
    await expect(makeFolder(join(root, 'file'))).rejects.toThrow('EEXIST');
    await expect(makeFolder(join(root, 'file', 'below'))).rejects.toThrow('ENOTDIR');
  });

  // Where Node's own recursive way never ends, neither on its own nor by a signal.
  it('fails where a place has no room for folders', async () => {
    const nowhere = process.platform === 'linux' ? '/proc/lis-lens/runs' : join(root, '\0');
    await expect(makeFolder(nowhere)).rejects.toThrow();
  });
});
