import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Evaluate } from '../../../src/cli/evaluate.ts';
import { nextChange, type Watched, watchedNow } from '../../../src/cli/watch/files.ts';
import { watchCommand } from '../../../src/cli/watch/watch.ts';
import { Failure } from '../../../src/common/failure.ts';
import { sampleReport } from '../report/sample.ts';
import { type Recorder, recorder } from './recorder.ts';

const SPEC = `version: 1
log: {path: data/*.csv, user: u, item: i, label: y, time: t}
split: {evaluate: 20%}
sources:
  - {name: co-click, build: co-click, window: 4}
`;
const options = { threads: 1, memory: 2 ** 30, quiet: true };

let cwd: string;
let spec: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'lis-watch-'));
  spec = join(cwd, 'lis.yaml');
  mkdirSync(join(cwd, 'data'));
  writeFileSync(join(cwd, 'data', 'a.csv'), 'u,i,y,t\n');
  writeFileSync(spec, SPEC);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

/** Until the terminal has said something so many times. */
const said = (terminal: Recorder, text: string, times = 1) =>
  vi.waitFor(() => expect((terminal.stderr + terminal.stdout).split(text).length).toBeGreaterThan(times), {
    timeout: 20_000,
    interval: 20,
  });
/** File systems tell times a few milliseconds apart. */
const tick = () => new Promise((done) => setTimeout(done, 50));
const WATCHING = 'Ctrl-C ends';

describe('what a spec is evaluated from', () => {
  const change = async (act: () => void, what: 'spec' | 'all' = 'all', path = spec) => {
    const before = await watchedNow(path);
    const found = nextChange(before, new AbortController().signal, what);
    act();
    return found;
  };

  it('is the spec, its data, and what a glob of it matches later', async () => {
    expect(await change(() => appendFileSync(spec, '\n'))).toEqual({ spec: true, files: [spec] });
    const [a, b] = [join(cwd, 'data', 'a.csv'), join(cwd, 'data', 'b.csv')];
    expect(await change(() => appendFileSync(a, 'x'))).toEqual({ spec: false, files: [a] });
    expect(await change(() => writeFileSync(b, 'x'))).toEqual({ spec: false, files: [b] });
    expect(await change(() => rmSync(b))).toEqual({ spec: false, files: [b] });
  });

  it('is not what else changes in a folder of data', async () => {
    const before = await watchedNow(spec);
    const end = new AbortController();
    const found = nextChange(before, end.signal, 'all');
    writeFileSync(join(cwd, 'data', 'notes.txt'), 'x');
    const later = nextChange(before, new AbortController().signal, 'all');
    setTimeout(() => appendFileSync(spec, '\n'), 2500); // beyond a look at the data
    expect(await later).toEqual({ spec: true, files: [spec] });
    end.abort();
    expect([undefined, { spec: true, files: [spec] }]).toContainEqual(await found);
  });

  it('is looked for once after a folder has changed, not at every look', async () => {
    const path = join(cwd, 'beside.lis.yaml');
    writeFileSync(path, SPEC.replace('data/*.csv', './*.csv'));
    writeFileSync(join(cwd, 'a.csv'), 'x');
    const { patterns, ...watched } = await watchedNow(path);
    const search = vi.fn(() => patterns); // they are asked for to be searched for
    const before = Object.defineProperty(watched, 'patterns', { get: search }) as Watched;
    await tick();
    mkdirSync(join(cwd, '.lis')); // as the first run does, in the folder that the glob looks into
    const found = nextChange(before, new AbortController().signal, 'all');
    await new Promise((done) => setTimeout(done, 2600)); // two looks at the data
    expect(search).toHaveBeenCalledTimes(1);
    const later = join(cwd, 'b.csv');
    writeFileSync(later, 'x');
    expect(await found).toEqual({ spec: false, files: [later] });
    expect(search).toHaveBeenCalledTimes(2);
  });

  it('is also a file of a folder that a glob matches and that was empty at the look before', async () => {
    const path = join(cwd, 'parts.lis.yaml');
    writeFileSync(path, SPEC.replace('data/*.csv', 'data/*/log.csv'));
    const before = await watchedNow(path);
    await tick();
    mkdirSync(join(cwd, 'data', 'day'));
    const found = nextChange(before, new AbortController().signal, 'all');
    await new Promise((done) => setTimeout(done, 500)); // beyond the first look
    const log = join(cwd, 'data', 'day', 'log.csv');
    writeFileSync(log, 'x');
    expect(await found).toEqual({ spec: false, files: [log] });
  });

  it('is also a file that is not there yet', async () => {
    const path = join(cwd, 'b.lis.yaml');
    writeFileSync(path, SPEC.replace('data/*.csv', 'later/log.csv'));
    const log = join(cwd, 'later', 'log.csv');
    const act = () => {
      mkdirSync(join(cwd, 'later'));
      writeFileSync(log, 'x');
    };
    expect(await change(act, 'all', path)).toEqual({ spec: false, files: [log] });
  });

  it('is what the last readable spec named, while it cannot be read', async () => {
    const before = await watchedNow(spec);
    writeFileSync(spec, 'log: [');
    const now = await watchedNow(spec, before);
    expect(now.patterns).toEqual(['data/*.csv']);
    expect([...now.data.keys()]).toEqual([join(cwd, 'data', 'a.csv')]);
    rmSync(spec);
    expect((await watchedNow(spec)).patterns).toEqual([]);
  });

  it('is the other configs that a training config is read with', async () => {
    const path = join(cwd, 'train.yaml');
    writeFileSync(path, 'model: FM\ndataset: shop\nUSER_ID_FIELD: u\nITEM_ID_FIELD: i\neval_args: {}\n');
    const overall = join(cwd, 'overall.yaml');
    const before = await watchedNow(path);
    expect([...before.spec.keys()]).toEqual(expect.arrayContaining([path, overall]));
    expect(await change(() => writeFileSync(overall, 'x: 1\n'), 'spec', path)).toEqual({
      ...{ spec: true, files: [overall] },
    });
  });

  it('is no longer asked for once the signal aborts', async () => {
    const end = new AbortController();
    const found = nextChange(await watchedNow(spec), end.signal, 'all');
    end.abort();
    expect(await found).toBeUndefined();
  });
});

describe('lis watch', () => {
  it('evaluates again at each save, and says what changed', async () => {
    const gains = [0.02, 0.018, 0.018];
    const core = vi.fn<Evaluate>(async () => {
      const report = sampleReport();
      report.sources[0]!.lis.transferable!.value = gains[core.mock.calls.length - 1]!;
      return report;
    });
    const terminal = recorder({ cwd });
    const end = watchCommand(spec, { ...options, precision: 0.001 }, terminal, core);
    await said(terminal, WATCHING);
    expect(terminal.stderr).toBe('\nlis: watching lis.yaml and 1 file of data; Ctrl-C ends\n');
    expect(terminal.stdout).not.toContain('Since the run before');
    appendFileSync(spec, '# a\n');
    await said(terminal, WATCHING, 2);
    expect(terminal.stdout).toContain('Since the run before\n  co-click LIS +0.020 → +0.018\n');
    expect(terminal.stderr).toMatch(/\nlis: \d\d:\d\d:\d\d lis\.yaml changed\n\n/);
    appendFileSync(join(cwd, 'data', 'a.csv'), 'x');
    await said(terminal, WATCHING, 3);
    expect(terminal.stdout).toContain('\nNothing has changed since the run before.\n');
    expect(terminal.stderr).toMatch(/data\/a\.csv changed\n/);
    terminal.interrupt();
    expect(await end).toBe(130);
    expect(terminal.stderr).toMatch(/lis: the watch has ended\n$/);
    expect(readdirSync(join(cwd, '.lis', 'runs'))).toHaveLength(3);
    expect(core.mock.calls[0]![0]).toMatchObject({
      origin: 'command line',
      specPath: spec,
      precision: 0.001,
    });
  });

  it('ends a run whose spec is saved meanwhile, and begins again', async () => {
    const core = vi.fn<Evaluate>(({ run: { signal } }) => {
      if (core.mock.calls.length > 1) return Promise.resolve(sampleReport());
      setImmediate(() => appendFileSync(spec, '# saved while it runs\n'));
      return new Promise((_, fail) => signal.addEventListener('abort', () => fail(new Error('aborted'))));
    });
    const terminal = recorder({ cwd });
    const end = watchCommand(spec, options, terminal, core);
    await said(terminal, WATCHING);
    expect(core).toHaveBeenCalledTimes(2);
    expect(terminal.stderr).not.toContain('aborted');
    expect(terminal.stdout.match(/More /g)).toHaveLength(1);
    terminal.interrupt('SIGTERM');
    expect(await end).toBe(143);
  });

  it('lets a run end whose data changes meanwhile, and evaluates again after it', async () => {
    const core = vi.fn<Evaluate>(async ({ run: { signal } }) => {
      if (core.mock.calls.length === 1) appendFileSync(join(cwd, 'data', 'a.csv'), 'x');
      await new Promise((done) => setTimeout(done, 500)); // longer than between two looks at the spec
      expect(signal.aborted).toBe(false);
      return sampleReport();
    });
    const terminal = recorder({ cwd });
    const end = watchCommand(spec, options, terminal, core);
    await said(terminal, WATCHING, 2);
    expect(terminal.stdout.match(/More /g)).toHaveLength(2);
    terminal.interrupt();
    await end;
  });

  it('says what is wrong at its line, and goes on', async () => {
    const core = vi.fn<Evaluate>(async () => {
      if (core.mock.calls.length > 1) return sampleReport();
      throw new Failure('usage', 'spec', 'unknown key `sauces`.', { file: spec, line: 4, column: 1 });
    });
    const terminal = recorder({ cwd });
    const end = watchCommand(spec, options, terminal, core);
    await said(terminal, WATCHING);
    expect(terminal.stderr).toMatch(/^lis: lis\.yaml:4:1: unknown key `sauces`\.\n {4}sources:\n {4}\^\n/);
    expect(terminal.stdout).toBe('');
    appendFileSync(spec, '# better\n');
    await said(terminal, WATCHING, 2);
    expect(terminal.stdout).toContain('co-click');
    terminal.interrupt();
    expect(await end).toBe(130);
  });

  it('ends while a run goes on, without a word about it', async () => {
    const terminal = recorder({ cwd });
    const core: Evaluate = ({ run: { signal } }) =>
      new Promise((_, fail) => {
        signal.addEventListener('abort', () => fail(new Error('aborted')));
        terminal.interrupt();
      });
    expect(await watchCommand(spec, options, terminal, core)).toBe(130);
    expect(terminal.stderr).toBe('lis: the watch has ended\n');
  });
});
