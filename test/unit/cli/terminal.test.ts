import { spawnSync } from 'node:child_process';
import { describe, expect, it, vi } from 'vitest';
import { processTerminal, wantsColour } from '../../../src/cli/terminal.ts';
import { recorder } from './recorder.ts';

const terminalUrl = new URL('../../../src/cli/terminal.ts', import.meta.url).href;

describe('processTerminal', () => {
  it('writes results and remarks to their own streams', () => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const terminal = processTerminal();
    terminal.out('result');
    terminal.err('remark');
    expect(out).toHaveBeenCalledExactlyOnceWith('result');
    expect(err).toHaveBeenCalledExactlyOnceWith('remark');
    vi.restoreAllMocks();
    expect(terminal).toMatchObject({ cwd: process.cwd(), outIsTty: process.stdout.isTTY === true });
    expect(terminal.columns).toBeGreaterThan(0);
  });

  it('listens to signals until it is told to stop', () => {
    const heard: string[] = [];
    const before = process.listenerCount('SIGINT');
    const release = processTerminal().onInterrupt((signal) => heard.push(signal));
    process.emit('SIGINT', 'SIGINT');
    process.emit('SIGTERM', 'SIGTERM');
    release();
    expect(process.listenerCount('SIGINT')).toBe(before);
    expect(heard).toEqual(['SIGINT', 'SIGTERM']);
  });

  it.skipIf(process.platform === 'win32')(
    'ends the process by the signal, also where native threads are busy, after its last wishes',
    () => {
      // A thread of the pool that works for a minute: `process.exit` would wait for it.
      const script = `
        const { processTerminal } = await import(${JSON.stringify(terminalUrl)});
        (await import('node:crypto')).pbkdf2('a', 'b', 2e8, 64, 'sha512', () => {});
        process.once('exit', (code) => process.stdout.write('last wishes ' + code));
        const terminal = processTerminal();
        terminal.onInterrupt((signal) => terminal.kill(signal));
        process.kill(process.pid, 'SIGINT');
        setInterval(() => {}, 1000);`;
      const { signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        encoding: 'utf8',
        timeout: 30_000,
      });
      expect({ signal, stdout, stderr }).toEqual({ signal: 'SIGINT', stdout: 'last wishes 130', stderr: '' });
    },
  );
});

describe('wantsColour', () => {
  it.each([
    [{ outIsTty: true }, true],
    [{ outIsTty: false }, false],
    [{ outIsTty: true, env: { NO_COLOR: '1' } }, false],
    [{ outIsTty: true, env: { NO_COLOR: '' } }, true],
    [{ outIsTty: true, env: { TERM: 'dumb' } }, false],
  ])('%j: %s', (over, wanted) => expect(wantsColour(recorder(over))).toBe(wanted));
});
