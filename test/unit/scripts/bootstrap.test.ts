/** The first script that a new user meets, in a small project of its own: a lock file, a Node, and an npm that records. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lis-bootstrap-'));
  write('scripts/bootstrap.mjs', '');
  copyFileSync(
    join(import.meta.dirname, '../../../scripts/bootstrap.mjs'),
    join(root, 'scripts/bootstrap.mjs'),
  );
  write(
    'scripts/echo.mjs',
    'console.log(JSON.stringify([process.argv.slice(2), process.env.PATH])); process.exit(7);',
  );
  // An npm that writes down how it was called and then "installs" what is locked.
  write(
    'bin/npm',
    '#!/bin/sh\necho "$@" >> npm.log\ncp package-lock.json node_modules/.package-lock.json\n',
    0o755,
  );
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
  write('package-lock.json', lock({ 'node_modules/a': '1.0.0' }));
  write('node_modules/.package-lock.json', lock({ 'node_modules/a': '1.0.0' }));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, contents: string, mode = 0o644): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), contents, { mode });
}

function lock(versions: Record<string, string>, optional: string[] = []): string {
  const entries = Object.entries(versions).map(([path, version]) => [
    path,
    {
      version,
      integrity: `sha512-${path}-${version}`,
      ...(optional.includes(path) ? { optional: true } : {}),
    },
  ]);
  return JSON.stringify({ packages: { '': {}, ...Object.fromEntries(entries) } });
}

const environment = () => ({ ...process.env, PATH: `${join(root, 'bin')}:${process.env['PATH']}` });

function bootstrap(...args: string[]) {
  const result = spawnSync(process.execPath, [join(root, 'scripts/bootstrap.mjs'), ...args], {
    env: environment(),
    encoding: 'utf8',
  });
  const log = join(root, 'npm.log');
  return { ...result, npm: existsSync(log) ? readFileSync(log, 'utf8').trim() : null };
}

describe.skipIf(process.platform === 'win32')('bootstrap', () => {
  test('passes arguments and the exit code through, with the pinned Node first in PATH', () => {
    const { status, stdout, npm } = bootstrap('echo', '--flag', 'a b');
    const [args, path] = JSON.parse(stdout) as [string[], string];
    expect(args).toEqual(['--flag', 'a b']);
    expect(path.split(':')[0]).toBe(join(root, 'node_modules/node/bin'));
    expect(status).toBe(7);
    expect(npm).toBeNull();
  });

  test.each([
    ['nothing is installed', () => rmSync(join(root, 'node_modules/.package-lock.json'))],
    [
      'a version differs',
      () => write('node_modules/.package-lock.json', lock({ 'node_modules/a': '1.0.1' })),
    ],
    [
      'a package is missing',
      () => write('package-lock.json', lock({ 'node_modules/a': '1.0.0', 'node_modules/b': '1.0.0' })),
    ],
    ['a package is left over', () => write('package-lock.json', lock({}))],
  ])('installs the locked packages when %s', (_, change) => {
    change();
    const { status, npm } = bootstrap('echo');
    expect(npm).toMatch(/^ci /);
    expect(status).toBe(7);
    expect(bootstrap('echo').npm?.split('\n')).toHaveLength(1);
  });

  test("does not miss another platform's package", () => {
    write(
      'package-lock.json',
      lock({ 'node_modules/a': '1.0.0', 'node_modules/mac': '1.0.0' }, ['node_modules/mac']),
    );
    expect(bootstrap('echo').npm).toBeNull();
  });

  test('says in one sentence that a script does not exist or npm failed', () => {
    expect(bootstrap('nowhere')).toMatchObject({
      status: 4,
      stderr: 'There is no script "nowhere" in scripts/.\n',
    });
    write('bin/npm', '#!/bin/sh\nexit 1\n', 0o755);
    rmSync(join(root, 'node_modules/.package-lock.json'));
    const { status, stderr } = bootstrap('echo');
    expect(status).toBe(4);
    expect(stderr).toContain(`npm ci failed in ${root}`);
  });

  test('hands a signal on and ends as the script ended', async () => {
    write(
      'scripts/wait.mjs',
      "process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1e3); console.log('up');",
    );
    const child = spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), 'wait'], {
      env: environment(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([9, null]);
  });
});
