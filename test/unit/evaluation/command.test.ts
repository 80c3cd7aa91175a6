/** A ranker of the user's own, piece by piece: the call of its program, and what is made of its predictions. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ownerTag } from '../../../src/common/owner.ts';
import { blockLogits } from '../../../src/evaluation/command/block-logits.ts';
import { assertProgram, programOf } from '../../../src/evaluation/command/call.ts';
import { alignPredictions, armScores } from '../../../src/evaluation/command/predictions.ts';
import { openWorkFolder } from '../../../src/evaluation/command/work-folder.ts';
import { commandText } from '../../../src/report/words/rankers.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-call-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('the call of a program', () => {
  it('has the job last; a path is beside the spec, a name is left to the PATH', () => {
    const call = (command: string | string[]) => programOf(command, '/w/job.json', '/spec', 'linux');
    expect(call(['python3', '-u', 'a b.py'])).toEqual({
      program: 'python3',
      args: ['-u', 'a b.py', '/w/job.json'],
    });
    expect(call(['venv/bin/python']).program).toBe('/spec/venv/bin/python');
    expect(call(['/usr/bin/python3']).program).toBe('/usr/bin/python3');
  });

  it('is a line for the shell where it is one, whatever the path of the job', () => {
    expect(programOf('python train.py --fast', "/it's here/job.json", '/spec', 'linux')).toEqual({
      program: '/bin/sh',
      args: ['-c', "python train.py --fast '/it'\\''s here/job.json'"],
    });
    const block = 'cd src\npython train.py\n'; // as YAML's `|` gives it
    expect(programOf(block, '/job.json', '/spec', 'linux').args[1]).toBe(
      "cd src\npython train.py '/job.json'",
    );
    vi.stubEnv('ComSpec', 'C:\\cmd.exe');
    expect(programOf('python train.py', 'C:\\my job.json', 'C:\\spec', 'win32')).toEqual({
      program: 'C:\\cmd.exe',
      args: ['/d', '/s', '/c', '"python train.py "C:\\my job.json""'],
    });
    expect(programOf('python train.py\r\n', 'C:\\j', 'C:\\spec', 'win32').args[3]).toBe(
      '"python train.py "C:\\j""',
    );
  });

  it('is shown as it could be typed', () => {
    expect(commandText('python train.py | tee log')).toBe('python train.py | tee log');
    expect(commandText(['venv/bin/python', 'my train.py', '--lr=0.1'])).toBe(
      'venv/bin/python "my train.py" --lr=0.1',
    );
  });

  it.skipIf(process.platform === 'win32')(
    'is refused before any work where its program is absent',
    async () => {
      const at = (command: string | string[], onPath = true) =>
        assertProgram(
          { kind: 'command', command, timeout: 1, parallel: 1 },
          folder,
          ['ranker', 'command'],
          onPath,
        );
      vi.stubEnv('PATH', folder);
      mkdirSync(join(folder, 'bin'));
      writeFileSync(join(folder, 'train'), '');
      writeFileSync(join(folder, 'bin/train'), '');
      const absent = { kind: 'usage', code: 'command-not-found', where: { specPath: ['ranker', 'command'] } };
      await expect(at(['bin/train'])).rejects.toMatchObject(absent); // there, and no program
      await expect(at(['train'])).rejects.toMatchObject(absent);
      await at(['train'], false); // another PATH decides
      await at('no-such-thing'); // the shell will say
      for (const path of ['train', 'bin/train']) chmodSync(join(folder, path), 0o755);
      await at(['bin/train']);
      await at(['train']);
    },
  );
});

describe('predictions', () => {
  const EVALUATE = Uint32Array.from([4, 7, 9]);
  const align = (row: number[], value: number[], column: 'score' | 'probability' = 'score') => {
    const found = { column, row: Float64Array.from(row), value: Float64Array.from(value) };
    const predictions = alignPredictions(found, EVALUATE, 'base, seed 1 (p.csv)');
    return { ...predictions, ...armScores(predictions) };
  };

  it('come in any order, and scores keep theirs where 32 bits would not', () => {
    const close = align([9, 4, 7], [1e12 + 0.25, 1e12, 1e12 + 0.125]);
    expect([...close.scores]).toEqual([0, 1, 2]);
    expect(close).toMatchObject({ orderOnly: true, constant: false });
    expect([...align([4, 7, 9], [-0, 5, 0]).scores]).toEqual([0, 1, 0]);
    expect(align([4, 7, 9], [2, 2, 2]).constant).toBe(true);
  });

  it('that are probabilities become logits, the certain ones first and last', () => {
    const { scores, orderOnly, certain } = align([4, 7, 9], [0, 0.75, 1], 'probability');
    expect([...scores]).toEqual([-750, expect.closeTo(Math.log(3), 6), 750]);
    expect({ orderOnly, certain }).toEqual({ orderOnly: false, certain: 2 });
    const tiny = align([4, 7, 9], [5e-324, 0, 1 - 2 ** -53], 'probability').scores;
    expect(tiny[0]!).toBeGreaterThan(tiny[1]!);
    expect(Number.isFinite(tiny[2]!)).toBe(true);
  });

  it.each<[string, number[], number[], RegExp]>([
    [
      'other-rows',
      [4, 7, 8],
      [1, 2, 3],
      /1 of 3 are not of evaluation rows \(part 2\): the first is row 8; 1 of 3 evaluation rows have none/,
    ],
    ['other-rows', [4, 7, 9, 100], [1, 2, 3, 4], /1 of 4 .* the first is row 100\.$/],
    ['other-rows', [4, 7, 9, -1], [1, 2, 3, 4], /the first is row -1\.$/],
    ['other-rows', [4, 7.5, 9], [1, 2, 3], /the first is row 7\.5/],
    ['other-rows', [4, Number.NaN, 9], [1, 2, 3], /the first has no row number/],
    ['doubled', [4, 7, 7, 9, 9], [1, 2, 3, 4, 5], /2 of 5 are of a row that has one already\.$/],
    ['missing', [4], [1], /2 of 3 evaluation rows have none\.$/],
    ['missing', [], [], /3 of 3 evaluation rows have none\.$/],
    [
      'not-finite',
      [4, 7, 9],
      [1, Number.NaN, Number.NEGATIVE_INFINITY],
      /2 of 3 evaluation rows have no finite score\.$/,
    ],
  ])('are refused: %s', (code, row, value, message) => {
    expect(() => align(row, value)).toThrow(
      expect.objectContaining({
        kind: 'data',
        code: `predictions-${code}`,
        message: expect.stringMatching(message),
      }),
    );
  });

  it('that are called probabilities lie between 0 and 1', () => {
    expect(() => align([4, 7, 9], [0.1, 1.1, -1], 'probability')).toThrow(
      /2 of 3 evaluation rows have a `probability` outside 0 to 1/,
    );
  });
});

describe('the predictions for blocks', () => {
  const block = (...values: number[]) => ({ values: Float64Array.from(values) });
  const breathe = async () => undefined;

  it('are logits where all of them are probabilities, by whatever name; the certain ones are finite', async () => {
    const [first, second] = await blockLogits([block(0.75, 0.5), block(0, 1)], breathe);
    expect([...first!]).toEqual([expect.closeTo(Math.log(3), 6), 0]);
    const surest = Math.log(999_999);
    expect([...second!]).toEqual([expect.closeTo(-surest, 4), expect.closeTo(surest, 4)]);
  });

  it('are ranks within their block otherwise: scales of different models may differ', async () => {
    const [first, second] = await blockLogits([block(0.3, 0.1, 0.2), block(3000, -7, 3)], breathe);
    expect(second).toEqual(first);
    // Of 3 values: those below and half of itself, and ½, out of 4: (2 + ½ + ½)/4, (½ + ½)/4, (1 + ½ + ½)/4.
    const logit = (p: number) => Math.log(p / (1 - p));
    expect([...first!]).toEqual([3 / 4, 1 / 4, 2 / 4].map((p) => expect.closeTo(logit(p), 6)));
    const [tied] = await blockLogits([block(7, 7, 7), block(1)], breathe);
    expect([...tied!]).toEqual([0, 0, 0]);
  });
});

describe('the folder of a run', () => {
  const spec = (): string => join(folder, 'ctr.lis.yaml');
  const cache = (): string[] => readdirSync(join(folder, '.lis/cache'));

  it('goes unless it is kept, and a kept one with the next run; others’ stay', async () => {
    const first = await openWorkFolder(spec());
    await first.close({ keep: false });
    expect(cache()).toEqual([]);
    const kept = await openWorkFolder(spec());
    await kept.close({ keep: true });
    const here = ownerTag.split('-')[0];
    const gone = `ranker-ctr.lis-${here}-${2 ** 22 + 1}-abcdef`; // above the largest process id
    const elsewhere = `ranker-ctr.lis-0badcafe-${2 ** 22 + 1}-abcdef`; // of a machine that shares the disk
    const stays = [
      `ranker-ctr.lis-${here}-${process.ppid}-abcdef`,
      elsewhere,
      'ranker-ctr.lis-copy-of-mine',
      `ranker-other-${here}-${2 ** 22 + 1}-abcdef`,
      'something',
    ];
    for (const name of [gone, ...stays]) mkdirSync(join(folder, '.lis/cache', name));
    const next = await openWorkFolder(spec());
    const beside = await openWorkFolder(spec()); // another run of the same process leaves the first alone
    expect(cache().sort()).toEqual(
      [next, beside]
        .map(({ path }) => path.split('/').at(-1)!)
        .concat(stays)
        .sort(),
    );
  });

  it('is among the temporary ones where there is no room beside the spec', async () => {
    writeFileSync(join(folder, '.lis'), 'no folder');
    vi.stubEnv('TMPDIR', folder);
    const { path, close } = await openWorkFolder(spec());
    expect(path).toMatch(/lis-ranker-[0-9a-f]{8}-\d+-\w{6}$/);
    await close({ keep: false });
    vi.stubEnv('TMPDIR', join(folder, 'absent'));
    await expect(openWorkFolder(spec())).rejects.toMatchObject({ code: 'no-temporary-folder' });
  });
});
