import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hold, ownerTag } from '../../../src/common/owner.ts';
import {
  assertWritable,
  latestReport,
  newestRun,
  newRunPath,
  readReport,
  runPath,
  runTime,
  writeReport,
  writeRun,
} from '../../../src/report/kept/store.ts';
import { sampleReport } from './sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (iso: string) => new Date(iso);

describe('runPath', () => {
  it('puts runs beside the spec, named by UTC time and spec', () => {
    const path = runPath(join(folder, 'ctr.lis.yaml'), at('2026-11-01T10:20:30.456Z'));
    expect(path).toBe(join(folder, '.lis', 'runs', '2026-11-01T10-20-30-456Z-ctr.json'));
  });
  it('names plain lis.yaml "lis"', () => {
    expect(runPath(join(folder, 'lis.yaml'), at('2026-11-01T10:20:30Z'))).toMatch(/Z-lis\.json$/);
  });
});

describe('newRunPath and writeRun', () => {
  const spec = () => join(folder, 'lis.yaml');
  const now = at('2026-11-01T10:20:30.456Z');

  it('name two runs of one millisecond apart, in the order in which they ended', async () => {
    const planned = await Promise.all([newRunPath(spec(), now), newRunPath(spec(), now)]);
    expect(planned[0]).toBe(planned[1]);
    const written = [
      await writeRun(planned[0], sampleReport()),
      await writeRun(planned[1], { ...sampleReport(), seed: 7 }),
    ];
    expect(written.map((path) => runTime(path))).toEqual([
      '2026-11-01T10:20:30.456Z',
      '2026-11-01T10:20:30.457Z',
    ]);
    expect((await latestReport(spec()))?.report.seed).toBe(7);
    expect(readdirSync(dirname(planned[0]))).toHaveLength(2);
  });

  it('replace a file that is not named as a run', async () => {
    const path = join(folder, 'chosen.json');
    for (const seed of [1, 7]) expect(await writeRun(path, { ...sampleReport(), seed })).toBe(path);
    expect((await readReport(path)).seed).toBe(7);
  });

  it('keep the newest run the latest where the clock was set back', async () => {
    await writeRun(await newRunPath(spec(), now), sampleReport());
    const earlier = await newRunPath(spec(), at('2025-01-01T00:00:00Z'));
    expect(runTime(earlier)).toBe('2026-11-01T10:20:30.457Z');
    await writeRun(earlier, { ...sampleReport(), seed: 7 });
    expect((await latestReport(spec()))?.report.seed).toBe(7);
    expect(runTime(await newRunPath(spec(), at('2026-11-02T00:00:00Z')))).toBe('2026-11-02T00:00:00.000Z');
  });

  it('remove what a killed run left aside, and nothing of a run that goes on', async () => {
    const path = await newRunPath(spec(), now);
    mkdirSync(dirname(path), { recursive: true });
    const here = ownerTag.split('-')[0];
    const left = `${path}.${here}-${2 ** 22 + 1}.tmp`;
    const going = `${path}.${here}-${process.ppid}.tmp`;
    for (const name of [left, going]) writeFileSync(name, '{');
    await writeRun(path, sampleReport());
    expect([left, going].map((name) => existsSync(name))).toEqual([false, true]);
  });
});

describe('writeReport', () => {
  it('round-trips, leaves no temporary file, and ignores the cache once', async () => {
    const path = runPath(join(folder, 'lis.yaml'), at('2026-11-01T10:20:30Z'));
    await writeReport(path, sampleReport());
    expect(await readReport(path)).toEqual(sampleReport());
    expect(readdirSync(dirname(path))).toHaveLength(1);
    const ignore = join(folder, '.lis', '.gitignore');
    expect(readFileSync(ignore, 'utf8')).toBe('cache/\n');
    writeFileSync(ignore, '# mine\n');
    await writeReport(path, sampleReport());
    expect(readFileSync(ignore, 'utf8')).toBe('# mine\n');
  });

  it('writes no .gitignore outside a .lis folder', async () => {
    await writeReport(join(folder, 'runs', 'r.json'), sampleReport());
    expect(existsSync(join(folder, '.gitignore'))).toBe(false);
  });

  it('refuses a report with a number that is not one, and keeps the previous report', async () => {
    const path = join(folder, 'r.json');
    await writeReport(path, sampleReport());
    const before = readFileSync(path, 'utf8');
    const broken = sampleReport();
    broken.arms[0]!.auc = Number.NaN;
    await expect(writeReport(path, broken)).rejects.toMatchObject({
      kind: 'internal',
      code: 'invalid-report',
    });
    await expect(writeReport(path, broken)).rejects.toThrow(/arms\.0\.auc/);
    expect(readFileSync(path, 'utf8')).toBe(before);
  });

  it('is a resource failure where the target cannot be written, with nothing left behind', async () => {
    mkdirSync(join(folder, 'taken.json'));
    const path = join(folder, 'taken.json');
    writeFileSync(join(path, 'inside'), ''); // a folder that is not empty cannot be replaced by rename
    await expect(writeReport(path, sampleReport())).rejects.toMatchObject({
      kind: 'resource',
      code: 'cannot-write',
    });
    expect(readdirSync(folder)).toEqual(['taken.json']);
  });

  it.skipIf(!existsSync('/dev/full'))('says "disk is full" on a full disk', async () => {
    const path = join(folder, 'r.json');
    writeFileSync(path, 'previous');
    const aside = `${path}.${ownerTag}.tmp`;
    symlinkSync('/dev/full', aside);
    const release = hold(aside); // what nothing holds is swept first
    await expect(writeReport(path, sampleReport())).rejects.toMatchObject({
      kind: 'resource',
      code: 'disk-full',
    });
    release();
    expect(readFileSync(path, 'utf8')).toBe('previous');
  });
});

describe('assertWritable', () => {
  const at = (name: string, text?: string) => {
    const path = join(folder, name);
    if (text !== undefined) writeFileSync(path, text);
    return path;
  };

  it.each([
    ['a new file', undefined],
    ['an empty file', ''],
    ['a damaged report', '{"version": 1, "to'],
  ])('allows %s', async (_, text) => {
    await expect(assertWritable(at('r.json', text))).resolves.toBeUndefined();
  });

  it('allows a report, and writes through a link to it', async () => {
    const path = at('r.json');
    await writeReport(path, sampleReport());
    symlinkSync('r.json', at('latest.json'));
    await assertWritable(at('latest.json'));
    await writeReport(at('latest.json'), { ...sampleReport(), seed: 7 });
    expect(await readReport(path)).toMatchObject({ seed: 7 });
    expect(readdirSync(folder).sort()).toEqual(['latest.json', 'r.json']);
  });

  it.each(['version: 1\nlog: {}\n', '{"user": 1, "item": 2}\n', 'PAR1'])(
    'refuses to replace a file that is no report: %j',
    async (text) => {
      const path = at('lis.yaml', text);
      await expect(assertWritable(path)).rejects.toMatchObject({ kind: 'usage', code: 'not-a-report' });
      expect(readFileSync(path, 'utf8')).toBe(text);
    },
  );

  it.skipIf(!existsSync('/dev/null'))('refuses what is not a plain file', async () => {
    await expect(assertWritable('/dev/null')).rejects.toThrow(/it is not a plain file; choose another place/);
    symlinkSync('/dev/null', at('r.json'));
    await expect(assertWritable(at('r.json'))).rejects.toMatchObject({ kind: 'resource' });
  });
});

describe('readReport', () => {
  it('opens reports whose inputs are files, and those that read something else', async () => {
    const file = { role: 'log', path: 'a.csv', bytes: 2, modified: '2026-01-01T00:00:00.000Z' } as const;
    const inputs = [
      { ...file, hash: 'ab'.repeat(32) }, // as first versions wrote it
      { role: 'items' as const, path: 'catalog.items', hash: 'version 12', rows: 7 },
    ];
    const path = join(folder, 'r.json');
    await writeReport(path, { ...sampleReport(), inputs });
    expect((await readReport(path)).inputs).toEqual(inputs);
  });

  it.each([
    ['truncated', '{"version": 1, "tool"', 'unreadable-report', /JSON/],
    ['another version', '{"version": 2}', 'corrupt-report', /version/],
    ['not an object', '[]', 'corrupt-report', /object/],
  ])('refuses a %s file with the reason', async (_name, text, code, reason) => {
    const path = join(folder, 'r.json');
    writeFileSync(path, text);
    await expect(readReport(path)).rejects.toMatchObject({ kind: 'data', code, where: { file: path } });
    await expect(readReport(path)).rejects.toThrow(reason);
  });
  it('says that an absent file does not exist', async () => {
    await expect(readReport(join(folder, 'no.json'))).rejects.toThrow(/does not exist/);
  });
});

describe('latestReport', () => {
  it('is undefined before the first run', async () => {
    expect(await latestReport(join(folder, 'lis.yaml'))).toBeUndefined();
  });

  it('takes the newest valid run of this spec and counts damaged newer ones', async () => {
    const spec = join(folder, 'lis.yaml');
    const [old, good, damaged] = ['01', '02', '03'].map((day) =>
      runPath(spec, at(`2026-11-${day}T00:00:00Z`)),
    );
    await writeReport(old!, sampleReport());
    await writeReport(good!, { ...sampleReport(), seed: 7 });
    writeFileSync(damaged!, '{');
    await writeReport(runPath(join(folder, 'x-lis.yaml'), at('2026-12-01T00:00:00Z')), sampleReport());
    await writeReport(runPath(join(folder, 'other.lis.yaml'), at('2026-12-02T00:00:00Z')), sampleReport());
    const latest = await latestReport(spec);
    expect(latest).toMatchObject({ path: good, corrupt: 1, report: { seed: 7 } });
    expect(await newestRun(spec)).toBe(damaged);
    expect(await newestRun(join(folder, 'never.lis.yaml'))).toBeUndefined();
  });
});
