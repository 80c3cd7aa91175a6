/** System packages, against a dpkg and an apt that are shell scripts: nothing on the machine is touched. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ensureBuildPackages, ensureChromium, ensurePython } from '../../../scripts/lib/system.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lis-system-'));
  program('dpkg-query', 'echo "build-essential installed\npython3 installed\npkg-config installed"');
  program('apt-get', `echo "$@" >> ${folder}/apt.log`);
  vi.stubEnv('PATH', `${folder}:/bin`); // /bin has the shell
  vi.stubEnv('LIS_CHROMIUM', undefined);
  vi.stubEnv('LIS_NO_SYSTEM_INSTALL', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const user = (id: number) => vi.spyOn(process as { getuid: () => number }, 'getuid').mockReturnValue(id);
const aptLog = () =>
  existsSync(join(folder, 'apt.log')) ? readFileSync(join(folder, 'apt.log'), 'utf8') : '';
const missing = 'libkrb5-dev libsecret-1-dev libx11-dev libxkbfile-dev';

describe.skipIf(process.platform !== 'linux')('system packages', () => {
  test('root installs the missing ones only', async () => {
    user(0);
    expect(await ensureBuildPackages()).toBeNull();
    expect(aptLog()).toBe(`update -qq\ninstall -y --no-install-recommends ${missing}\n`);
  });

  test('anyone else is told the one command', async () => {
    user(1000);
    const command = `sudo apt-get install -y --no-install-recommends ${missing}`;
    expect(await ensureBuildPackages()).toBe(`system packages are missing; run: ${command}`);
    expect(aptLog()).toBe('');
  });

  test('root may be told to keep hands off', async () => {
    user(0);
    vi.stubEnv('LIS_NO_SYSTEM_INSTALL', '1');
    expect(await ensureBuildPackages()).toMatch(/^system packages are missing; run: /);
    expect(aptLog()).toBe('');
  });

  test('a failed installation names its command', async () => {
    user(0);
    program('apt-get', 'exit 100');
    expect(await ensureBuildPackages()).toMatch(/^system packages are missing; run: /);
  });

  test('nothing happens where nothing is missing', async () => {
    user(0);
    program('dpkg-query', 'shift 3; for name in "$@"; do echo "$name installed"; done');
    expect(await ensureBuildPackages()).toBeNull();
    expect(aptLog()).toBe('');
  });
});

describe.skipIf(process.platform !== 'linux')('Python', () => {
  const packages = 'python3 python3-venv libgomp1';

  test('is what makes virtual environments; only the library of its packages is looked for', async () => {
    user(0);
    program('python3', 'exit 0');
    program('dpkg-query', 'echo "libgomp1 installed"');
    expect(await ensurePython()).toEqual({ path: join(folder, 'python3') });
    expect(aptLog()).toBe('');
  });

  test('without that module is completed by root, and named to anyone else', async () => {
    program('python3', 'exit 1');
    program('dpkg-query', 'echo ""');
    user(1000);
    expect(await ensurePython()).toEqual({
      reason: `system packages are missing; run: sudo apt-get install -y --no-install-recommends ${packages}`,
    });
    user(0);
    program('apt-get', `echo "$@" >> ${folder}/apt.log; printf '#!/bin/sh\\nexit 0\\n' > ${folder}/python3`);
    expect(await ensurePython()).toEqual({ path: join(folder, 'python3') });
    expect(aptLog()).toBe(`update -qq\ninstall -y --no-install-recommends ${packages}\n`);
  });

  test('that is too old although all packages are there is said to be', async () => {
    user(0);
    program('python3', 'exit 1');
    program('dpkg-query', `printf '${packages.replaceAll(' ', ' installed\\n')} installed\\n'`);
    expect(await ensurePython()).toEqual({
      reason: 'Python 3.11 or newer with the venv module was not found; install it',
    });
  });
});

describe('the browser', () => {
  beforeEach(() => void vi.stubEnv('PATH', folder)); // the machine may have one in /bin

  test('is the one that LIS_CHROMIUM names, which must exist', async () => {
    program('my-chromium', '');
    vi.stubEnv('LIS_CHROMIUM', join(folder, 'my-chromium'));
    expect(await ensureChromium()).toEqual({ path: join(folder, 'my-chromium') });
    vi.stubEnv('LIS_CHROMIUM', '/nowhere/chromium');
    expect(await ensureChromium()).toEqual({
      reason: 'LIS_CHROMIUM names /nowhere/chromium, which does not exist',
    });
  });

  test('is found in PATH', async () => {
    program('chromium', '');
    expect(await ensureChromium()).toEqual({ path: join(folder, 'chromium') });
  });

  test('is the one without a window where both are there', async () => {
    program('chromium', '');
    program('chromium-headless-shell', '');
    expect(await ensureChromium()).toEqual({ path: join(folder, 'chromium-headless-shell') });
  });

  describe.skipIf(process.platform !== 'linux')('that is not there', () => {
    const fetched = 'update -qq\ninstall -y --no-install-recommends';
    const fontsAlone = () => program('dpkg-query', 'echo "fonts-dejavu-core installed"');

    test('is installed by root, without a window', async () => {
      fontsAlone();
      user(0);
      program('apt-get', `echo "$@" >> ${folder}/apt.log; : > ${folder}/chromium-headless-shell`);
      expect(await ensureChromium()).toEqual({ path: join(folder, 'chromium-headless-shell') });
      expect(aptLog()).toBe(`${fetched} chromium-headless-shell\n`);
    });

    test('is installed with a window where there is no other', async () => {
      fontsAlone();
      user(0);
      program(
        'apt-get',
        `echo "$@" >> ${folder}/apt.log; case "$*" in *headless*) exit 100;; *chromium*) : > ${folder}/chromium;; esac`,
      );
      expect(await ensureChromium()).toEqual({ path: join(folder, 'chromium') });
      expect(aptLog()).toBe(`${fetched} chromium-headless-shell\n${fetched} chromium\n`);
    });

    test('is named to anyone else, in a command that every Debian has', async () => {
      fontsAlone();
      user(1000);
      const command = 'sudo apt-get install -y --no-install-recommends chromium';
      expect(await ensureChromium()).toEqual({ reason: `system packages are missing; run: ${command}` });
    });
  });
});
