/** The cache folder of the scripts, and what tests take from Python's index, by programs that are shell scripts: nothing is downloaded. */
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
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keptFolder } from '../../../scripts/lib/kept.mjs';
import { ensurePackagedFile, ensureVenv } from '../../../scripts/lib/python.mjs';

let folder: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-kept-'));
  cache = join(folder, 'lis-lens');
  vi.stubEnv('XDG_CACHE_HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What the cache holds beside its locks. */
const kept = () => readdirSync(cache).filter((name) => !name.includes('.lock'));

describe('a folder of the cache', () => {
  const make = vi.fn(async (part: string): Promise<string | null> => {
    writeFileSync(join(part, 'made'), 'all of it');
    return null;
  });
  beforeEach(() => void make.mockClear());

  test('is made once, whoever asks for it and however many at a time', async () => {
    const all = await Promise.all([keptFolder('thing', make), keptFolder('thing', make)]);
    expect([...all, await keptFolder('thing', make)]).toEqual(
      new Array(3).fill({ folder: join(cache, 'thing') }),
    );
    expect(make).toHaveBeenCalledOnce();
    expect(kept()).toEqual(['thing']);
    expect(readFileSync(join(cache, 'thing', 'made'), 'utf8')).toBe('all of it');
  });

  test('that cannot be made is not there, and is tried again', async () => {
    make.mockResolvedValueOnce('no disk');
    expect(await keptFolder('thing', make)).toEqual({ reason: 'no disk' });
    expect(kept()).toEqual([]);
    expect(await keptFolder('thing', make)).toEqual({ folder: join(cache, 'thing') });
  });

  test('takes nothing from a run that was killed', async () => {
    mkdirSync(join(cache, 'thing.part-1'), { recursive: true });
    mkdirSync(join(cache, 'other.part-1'));
    await keptFolder('thing', make);
    expect(kept()).toEqual(['other.part-1', 'thing']);
  });
});

describe.skipIf(process.platform === 'win32')('what Python’s index has', () => {
  const program = (path: string, script: string): void =>
    writeFileSync(join(folder, path), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const calls = (): string[] => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  const requirements = (text: string): string => {
    writeFileSync(join(folder, 'requirements.txt'), text);
    return join(folder, 'requirements.txt');
  };

  beforeEach(() => {
    const log = `echo "$*" | cut -c1-70 >> ${folder}/calls`;
    program('pip', `${log}\ntest ! -e ${folder}/broken || { echo no such package; exit 1; }`);
    // Makes an environment; and takes a file out of a package, whose name is the last argument.
    program(
      'python3',
      `case "$*" in
        -VV) echo Python 3.13.0;;
        "-m venv .") ${log}; mkdir bin; cp ${folder}/pip bin/pip;;
        "-m pip download"*) ${log}; touch some.whl;;
        *"a/b.txt b.txt") echo text > b.txt;;
      esac`,
    );
    program('dpkg-query', 'echo "libgomp1 installed"');
    vi.stubEnv('PATH', `${folder}:/bin`); // /bin has the shell
  });

  test('is an environment with the packages that a file names, one for each such file', async () => {
    const first = await ensureVenv(requirements('a==1\n'));
    expect(first).toEqual({ folder: expect.stringMatching(/lis-lens\/python-[0-9a-f]{12}-/) });
    expect(await ensureVenv(requirements('a==1\n'))).toEqual(first);
    expect(calls()).toEqual(['-m venv .', expect.stringMatching(/^install --quiet .*--no-compile -r/)]);
    expect(await ensureVenv(requirements('a==2\n'))).not.toEqual(first);
    expect(calls()).toHaveLength(4);
  });

  test('is missing with the reason that pip gives, and not kept', async () => {
    writeFileSync(join(folder, 'broken'), '');
    expect(await ensureVenv(requirements('a==1\n'))).toEqual({
      reason: expect.stringMatching(/^bin\/pip install .* failed: no such package$/),
    });
    expect(kept()).toEqual([]);
  });

  test('is a file out of a package', async () => {
    const path = join(cache, 'p-1-b.txt', 'b.txt');
    expect(await ensurePackagedFile('p==1', 'a/b.txt')).toEqual({ path });
    expect(existsSync(path)).toBe(true);
    expect(await ensurePackagedFile('p==1', 'a/b.txt')).toEqual({ path });
    expect(calls()).toEqual([expect.stringMatching(/^-m pip download .*--no-deps/)]);
  });
});
