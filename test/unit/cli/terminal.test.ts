import { describe, expect, it, vi } from 'vitest';
import { processTerminal, wantsColour } from '../../../src/cli/terminal.ts';
import { recorder } from './recorder.ts';

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

  it('ends the process with the code it is given', () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    processTerminal().kill(130);
    expect(exit).toHaveBeenCalledExactlyOnceWith(130);
    vi.restoreAllMocks();
  });
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
