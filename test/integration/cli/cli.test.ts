/** The command from end to end on a small log: results, files, checks, cancellation; built, wherever what is built or its process matters. */
import { spawn, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReport } from '../../../src/report/kept/store.ts';
import { CLI, createProject, csv, logRows, type Project, SPEC } from './project.ts';

let project: Project;
beforeEach(() => {
  project = createProject();
});
afterEach(() => project.remove());

const EVALUATE = [CLI, 'evaluate', '--threads', '1'];
const runs = () => readdirSync(join(project.folder, '.lis', 'runs'));

describe('lis evaluate', () => {
  it('ends with one screen within 100 columns, and writes the report that it names', async () => {
    const outcome = await project.built(['evaluate']);
    expect(outcome.code).toBe(0);
    expect(Math.max(...outcome.stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(outcome.stdout.trimEnd().split('\n').length).toBeLessThanOrEqual(24);
    expect(outcome.stdout).toMatch(/\n {2}co-click +\S.* +[+-]0\.\d{3,4} ± 0\.\d{3,4} /);
    expect(outcome.stdout).toContain(`\nReport  ${join('.lis', 'runs', runs()[0]!)}\n`);
    expect(outcome.stdout).not.toContain('\u001b');
    expect(outcome.stderr).toMatch(/^ {2}0 % · reading the log\n/);
    const full = await project.lis(['report', 'lis.yaml', '--full']);
    expect(full.stdout).toMatch(/transferable LIS +[+-]0\.\d{4} +\[[+-]0\.\d{4}, [+-]0\.\d{4}\]/);
    expect(readFileSync(join(project.folder, '.lis', '.gitignore'), 'utf8')).toBe('cache/\n');
    const report = await readReport(join(project.folder, '.lis', 'runs', runs()[0]!));
    expect(report.data).toMatchObject({ rows: 600, trainRows: 450, evalRows: 150, users: 24, items: 15 });
    expect(report.arms.map((arm) => arm.id)).toEqual([
      'base',
      'honest:co-click',
      'fresh:co-click',
      'leaked:co-click',
      'leaked-total:co-click',
      'placebo:co-click',
    ]);
  });

  it('prints the report and nothing else as JSON, equal to the file', async () => {
    const outcome = await project.built([
      'evaluate',
      '.',
      '--format',
      'json',
      '--quiet',
      '--report',
      'r.json',
    ]);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toBe(readFileSync(join(project.folder, 'r.json'), 'utf8'));
    expect(JSON.parse(outcome.stdout)).toMatchObject({ version: 1, tool: { name: 'lis-lens' } });
    expect(existsSync(join(project.folder, '.lis/runs'))).toBe(false);
  });

  it('gives the same numbers with any number of threads, and other seeds when asked', async () => {
    const report = async (...options: string[]) => {
      const { stdout } = await project.lis(['evaluate', '--format', 'json', '--quiet', ...options]);
      const { arms, sources } = JSON.parse(stdout);
      return { arms, sources };
    };
    const onTwoSeeds = await report('--seeds', '2', '--threads', '1');
    expect(await report('--seeds', '2', '--threads', '3')).toEqual(onTwoSeeds);
    expect(onTwoSeeds.arms[0].perSeed).toHaveLength(2);
  });

  it('says once where an unwritable report was to go, before any work', async () => {
    const outcome = await project.lis(['evaluate', '--report', 'lis.yaml/r.json']);
    expect(outcome.code).toBe(4);
    expect(outcome.stderr).toMatch(/^lis: .*lis\.yaml.*is not a folder.*--report.*\n$/);
  });

  it('never replaces the spec by its report', async () => {
    const outcome = await project.lis(['evaluate', '--quiet', '--report', 'lis.yaml']);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^lis: .*lis\.yaml exists and is no report.*--report\.\n$/);
    expect(readFileSync(join(project.folder, 'lis.yaml'), 'utf8')).toBe(SPEC);
  });

  it('shows the stack of a failure only with LIS_DEBUG=1', async () => {
    project.write({ 'lis.yaml': SPEC.replace('log.csv', 'none.csv') });
    const outcome = await project.built(['evaluate', '--quiet'], { env: { LIS_DEBUG: '1' } });
    expect(outcome.code).toBe(3);
    expect(outcome.stderr).toMatch(/^lis: lis\.yaml:3:9: .*none\.csv.*\n[\s\S]*\n {4}at /);
  });

  it('works on when nobody reads its progress', async () => {
    const child = spawn(process.execPath, [...EVALUATE, '--report', 'r.json'], { cwd: project.folder });
    child.stderr.destroy();
    let stdout = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
    expect(stdout).toContain('Report  r.json\n');
  });

  it.skipIf(!existsSync('/dev/full'))('says in one sentence that its output has no place', async () => {
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [...EVALUATE, '--quiet', '--report', 'r.json'], {
      cwd: project.folder,
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    let stderr = '';
    child.stderr?.on('data', (data) => {
      stderr += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(4);
    expect(stderr).toMatch(/^lis: the output cannot be written: the disk is full\.\n$/);
    expect(existsSync(join(project.folder, 'r.json'))).toBe(true);
  });

  it('does not complain when its reader leaves early', async () => {
    const child = spawn(process.execPath, [...EVALUATE, '--quiet', '--format', 'json'], {
      cwd: project.folder,
    });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });
});

describe.skipIf(process.platform === 'win32')('Ctrl-C', () => {
  const long = ['evaluate', '--seeds', '100', '--threads', '1'];
  const signalled = async (signal: NodeJS.Signals) => {
    let sent = false;
    return project.built(long, {
      onOutput: (stderr, kill) => {
        if (stderr.includes('training') && !sent) {
          sent = true;
          kill(signal);
        }
      },
    });
  };

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops the run with %i and no report', async (signal, code) => {
    const outcome = await signalled(signal);
    expect(outcome).toMatchObject({ code, stdout: '' });
    expect(outcome.stderr).toMatch(/lis: cancelled; no report was written\n$/);
    expect(existsSync(join(project.folder, '.lis/runs'))).toBe(false);
  });

  it('leaves nothing that the next run would not remove, also where the process is killed', async () => {
    const temporary = join(project.folder, 'tmp');
    mkdirSync(temporary);
    const env = { TMPDIR: temporary };
    const child = spawn(process.execPath, [...EVALUATE, '--quiet'], {
      cwd: project.folder,
      env: { ...process.env, ...env },
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const looking = setInterval(() => {
      if (readdirSync(temporary).length > 0) child.kill('SIGKILL');
    }, 1);
    await ended;
    clearInterval(looking);
    const left = readdirSync(temporary);
    expect(left).toEqual([expect.stringMatching(/^lis-duckdb-[0-9a-f]{8}-\d+-\w{6}$/)]);
    expect((await project.built(['check'], { env })).code).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe('a native library that cannot be loaded', () => {
  it('is one sentence and exit code 4; what needs no data works', async () => {
    const installed = join(project.folder, 'installed');
    const api = join(installed, 'node_modules/@duckdb/node-api');
    mkdirSync(api, { recursive: true });
    for (const name of ['cli.mjs', 'task.mjs']) copyFileSync(join(dirname(CLI), name), join(installed, name));
    writeFileSync(join(api, 'package.json'), '{"name": "@duckdb/node-api", "main": "index.js"}');
    writeFileSync(
      join(api, 'index.js'),
      "throw new Error('/x/duckdb.node: invalid ELF header\\nRequire stack: …');",
    );
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [join(installed, 'cli.mjs'), ...args], {
        cwd: project.folder,
        encoding: 'utf8',
      });
    const { status, stderr, stdout } = run('evaluate', '--quiet');
    expect({ status, stdout }).toEqual({ status: 4, stdout: '' });
    expect(stderr).toMatch(
      /^lis: The data engine \(DuckDB\) cannot be loaded here, on \S+ with Node [\d.]+: \/x\/duckdb\.node: invalid ELF header\. Install LIS Lens again, for this system\.\n$/,
    );
    expect(run('--version').status).toBe(0);
  });
});

describe('lis evaluate --gate, --source, --dry-run', () => {
  const gated = (bound: string) => `${SPEC}gate: {source: co-click, total: "${bound}"}\n`;

  it('exits with 1 where the gate is not met, and with 0 where it is', async () => {
    project.write({ 'lis.yaml': gated('> 5') });
    const failed = await project.built(['evaluate', '--quiet', '--gate', '--format', 'junit']);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^lis: gate not met: co-click: total > 5; found [+-]0\.\d{4}\n$/);
    expect(failed.stdout).toContain('<failure type="gate"');
    project.write({ 'lis.yaml': gated('> -5') });
    expect((await project.lis(['evaluate', '--quiet', '--gate'])).code).toBe(0);
  });

  it('refuses a gate or a source that does not exist before any work', async () => {
    project.write({ 'lis.yaml': gated('> 0').replace('source: co-click', 'source: co-clik') });
    const gate = await project.lis(['evaluate', '--gate']);
    expect(gate).toMatchObject({ code: 2, stdout: '' });
    expect(gate.stderr).toMatch(/^lis: lis\.yaml:13:16: .*`co-clik`.*did you mean `co-click`\?\n$/);
    project.write({ 'lis.yaml': gated('> 0') });
    const source = await project.lis(['evaluate', '--source', 'swing']);
    expect(source).toMatchObject({ code: 2, stdout: '' });
    expect(source.stderr).toMatch(/no source or model `swing`; there is `co-click`\.\n$/);
  });

  it('prints a plan, and trains and writes nothing', async () => {
    const outcome = await project.lis(['evaluate', '--dry-run', '--seeds', '4']);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^lis\.yaml: would train 6 arms × 4 seeds; nothing was trained\n/);
    expect(outcome.stdout).toMatch(/placebo:co-click +11\n/); // user, item, place, four counts, four features
    expect(existsSync(join(project.folder, '.lis'))).toBe(false);
  });

  it('plans the arms that it trains', async () => {
    const plan = await project.lis(['evaluate', '--dry-run']);
    const run = await project.lis(['evaluate', '--quiet', '--format', 'json']);
    const planned = plan.stdout.match(/^ {2}(base|[a-z-]+:\S+)(?= +\d+$)/gm)!.map((arm) => arm.trim());
    expect(JSON.parse(run.stdout).arms.map(({ id }: { id: string }) => id)).toEqual(planned);
  });
});

describe('lis report and lis compare', () => {
  it('print reports in other formats, and side by side', async () => {
    await project.lis(['evaluate', '--quiet', '--report', 'a.json']);
    await project.lis(['evaluate', '--quiet', '--report', 'b.json', '--seeds', '2']);
    const page = await project.lis(['report', 'a.json', '--format', 'html']);
    expect(page).toMatchObject({ code: 0, stderr: '' });
    expect(page.stdout).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    const compared = await project.lis(['compare', 'a.json', 'b.json']);
    expect(compared).toMatchObject({ code: 0, stderr: '' });
    expect(compared.stdout).toContain('- seeds: 1 → 2');
    const kept = await readReport(join(project.folder, 'b.json'));
    expect(kept.tool.origin).toBe('command line');
    expect(kept.spec.options).toMatchObject({
      seeds: 2,
      'log.label': expect.any(String),
      'ranker.kind': 'fm',
    });
    const table = await project.lis(['report', 'lis.yaml']);
    expect(table).toMatchObject({ code: 3 }); // its reports went elsewhere
  });

  it('refuse reports of other data, and say what differs', async () => {
    await project.lis(['evaluate', '--quiet', '--report', 'a.json']);
    project.write({ 'lis.yaml': SPEC.replace('evaluate: 25%', 'evaluate: 50%') });
    await project.lis(['evaluate', '--quiet', '--report', 'b.json']);
    const outcome = await project.lis(['compare', 'a.json', 'b.json']);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/reports of other data: .*evaluation rows \(150 and 300\)/);
  });
});

describe('lis check', () => {
  it('says what it found', async () => {
    const outcome = await project.lis(['check', 'lis.yaml']);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(outcome.stdout).toMatch(/^lis\.yaml: no problems\n/);
    expect(outcome.stdout).toMatch(/log +data\/log\.csv +\d+ kB/);
    expect(outcome.stdout).toMatch(/rows +600\n/);
    expect(outcome.stdout).toMatch(/user VARCHAR, item VARCHAR, click/);
    expect(outcome.stdout).toMatch(/the last 25 % of the rows/);
    expect(existsSync(join(project.folder, '.lis'))).toBe(false);
  });

  it.each([
    ['negative', '0'],
    ['positive', '1'],
  ])('says of a log whose labels are all %s what evaluate would say', async (name, label) => {
    project.write({ 'data/log.csv': csv(logRows().map(([u, i, , ...rest]) => [u!, i!, label, ...rest])) });
    const sentence = `All 150 evaluation rows are ${name}; AUC needs both classes`;
    for (const command of ['check', 'evaluate']) {
      const { code, stdout, stderr } = await project.lis([command, 'lis.yaml']);
      expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
      expect(stderr).toContain(sentence);
    }
  });

  it('says of one user what evaluate would say', async () => {
    project.write({ 'data/log.csv': csv(logRows().map(([, ...rest]) => ['u0', ...rest])) });
    const [checked, evaluated] = [await project.lis(['check']), await project.lis(['evaluate', '--quiet'])];
    expect(checked.code).toBe(3);
    expect(checked.stderr).toBe(evaluated.stderr);
  });

  it('lists every problem of a spec, each with its line and a caret', async () => {
    project.write({ 'lis.yaml': SPEC.replace('user: user', 'usr: user').replace('window: 4', 'window: 0') });
    const outcome = await project.lis(['check']);
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toMatch(/^lis: lis\.yaml:4:3: .*`usr`.*`user`.*\n {6}usr: user\n {6}\^$/m);
    expect(outcome.stderr).toMatch(/^lis: lis\.yaml:11:\d+: .*\n .*window: 0.*\n +\^$/m);
  });

  it('points at the key whose column or file is wrong', async () => {
    project.write({ 'lis.yaml': SPEC.replace('item: item', 'item: itm') });
    const column = await project.lis(['check']);
    expect(column.code).toBe(2);
    expect(column.stderr).toMatch(/^lis: lis\.yaml:5:9: .*`itm`.*`item`\?\n {6}item: itm\n {12}\^\n$/);
    project.write({ 'lis.yaml': SPEC.replace('log.csv', 'none.csv') });
    expect(await project.lis(['check'])).toMatchObject({ code: 3, stdout: '' });
  });
});

describe('lis', () => {
  it('knows its version', async () => {
    const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(await project.built(['--version'])).toEqual({
      code: 0,
      stdout: `${manifest.version}\n`,
      stderr: '',
    });
  });
});
