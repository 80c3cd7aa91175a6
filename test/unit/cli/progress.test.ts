import { describe, expect, it } from 'vitest';
import { progressView } from '../../../src/cli/progress.ts';
import { recorder } from './recorder.ts';

const training = (fraction: number, secondsLeft?: number) =>
  ({ phase: 'train', message: 'training base, seed 1', fraction, secondsLeft }) as const;

describe('progressView', () => {
  it('says nothing when quiet', () => {
    const terminal = recorder({ errIsTty: true });
    const view = progressView(terminal, true);
    view.show(training(0.5));
    view.end();
    expect(terminal.stderr).toBe('');
  });

  it('writes a plain line per phase and per tenth where there is no terminal', () => {
    const terminal = recorder();
    const view = progressView(terminal, false);
    view.show({ phase: 'read', message: 'reading the log', fraction: 0 });
    for (let percent = 10; percent <= 30; percent++) view.show(training(percent / 100, 90));
    view.end();
    expect(terminal.stderr).toBe(
      '  0 % · reading the log\n' +
        ' 10 % · 1 min 30 s left · training base, seed 1\n' +
        ' 20 % · 1 min 30 s left · training base, seed 1\n' +
        ' 30 % · 1 min 30 s left · training base, seed 1\n',
    );
  });

  it('redraws one line on a terminal, never wider than it, and clears it', () => {
    const terminal = recorder({ errIsTty: true, columns: 40 });
    const view = progressView(terminal, false);
    view.show(training(0.5, 3.2));
    view.show(training(0.51, 3.1)); // within a tenth of a second: not drawn
    expect(terminal.stderr).toBe('\r\u001b[2K[############------------]  50 % · 3 s ');
    view.end();
    view.end();
    expect(terminal.stderr.endsWith('\r\u001b[2K')).toBe(true);
    expect(terminal.stderr.split('\r')).toHaveLength(3);
  });

  it('draws no bar on a dumb terminal', () => {
    const terminal = recorder({ errIsTty: true, env: { TERM: 'dumb' } });
    progressView(terminal, false).show(training(0.5));
    expect(terminal.stderr).toBe(' 50 % · training base, seed 1\n');
  });
});
