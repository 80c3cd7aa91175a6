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
import {
  assertWritable,
  latestReport,
  newestRun,
  readReport,
  reportPathFor,
  writeReport,
} from '../../../src/report/store.ts';
import { sampleReport } from './sample.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-store-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (iso: string) => new Date(iso);

describe('reportPathFor', () => {
  it('puts runs beside the spec, named by UTC time and spec', () => {
    const path = reportPathFor(join(folder, 'ctr.lis.yaml'), at('2026-11-01T10:20:30.456Z'));
    expect(path).toBe(join(folder, '.lis', 'runs', '2026-11-01T10-20-30-456Z-ctr.json'));
  });
  it('names plain lis.yaml "lis"', () => {
    expect(reportPathFor(join(folder, 'lis.yaml'), at('2026-11-01T10:20:30Z'))).toMatch(/Z-lis\.json$/);
  });
});

describe('writeReport', () => {
  it('round-trips, leaves no temporary file, and ignores the cache once', async () => {
    const path = reportPathFor(join(folder, 'lis.yaml'), at('2026-11-01T10:20:30Z'));
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
    symlinkSync('/dev/full', `${path}.${process.pid}.tmp`);
    await expect(writeReport(path, sampleReport())).rejects.toMatchObject({
      kind: 'resource',
      code: 'disk-full',
    });
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

  it.skipIf(!existsSync('/dev/null'))('refuses what is no plain file', async () => {
    await expect(assertWritable('/dev/null')).rejects.toThrow(/it is no plain file; choose another place/);
    symlinkSync('/dev/null', at('r.json'));
    await expect(assertWritable(at('r.json'))).rejects.toMatchObject({ kind: 'resource' });
  });
});

describe('readReport', () => {
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
      reportPathFor(spec, at(`2026-11-${day}T00:00:00Z`)),
    );
    await writeReport(old!, sampleReport());
    await writeReport(good!, { ...sampleReport(), seed: 7 });
    writeFileSync(damaged!, '{');
    await writeReport(reportPathFor(join(folder, 'x-lis.yaml'), at('2026-12-01T00:00:00Z')), sampleReport());
    await writeReport(
      reportPathFor(join(folder, 'other.lis.yaml'), at('2026-12-02T00:00:00Z')),
      sampleReport(),
    );
    const latest = await latestReport(spec);
    expect(latest).toMatchObject({ path: good, corrupt: 1, report: { seed: 7 } });
    expect(await newestRun(spec)).toBe(damaged);
    expect(await newestRun(join(folder, 'never.lis.yaml'))).toBeUndefined();
  });
});
