import { describe, expect, it } from 'vitest';
import { caretLines, displayPath, place, reportFailure } from '../../../src/cli/problem.ts';
import { Failure } from '../../../src/common/failure.ts';
import { recorder } from './recorder.ts';

describe('reportFailure', () => {
  it.each([
    ['usage', 2],
    ['data', 3],
    ['resource', 4],
    ['internal', 4],
  ] as const)('exits %s failures with %i', (kind, code) => {
    expect(reportFailure(new Failure(kind, 'x', 'm'), recorder())).toBe(code);
  });

  it('is one line that starts with the place, relative to the working folder', () => {
    const terminal = recorder();
    const where = { file: '/project/sub/lis.yaml', line: 7, column: 12 };
    reportFailure(new Failure('usage', 'x', 'unknown key "pth".', where), terminal);
    expect(terminal.stderr).toBe('lis: sub/lis.yaml:7:12: unknown key "pth".\n');
    expect(terminal.stdout).toBe('');
  });

  it('names a file once', () => {
    const terminal = recorder();
    reportFailure(new Failure('data', 'x', 'cannot read /data/a.csv.', { file: '/data/a.csv' }), terminal);
    expect(terminal.stderr).toBe('lis: cannot read /data/a.csv.\n');
  });

  it('calls everything else a defect, with the stack only on demand', () => {
    const quiet = recorder();
    expect(reportFailure(new TypeError('boom'), quiet)).toBe(4);
    expect(quiet.stderr).toMatch(/^lis: an internal error: boom; .*LIS_DEBUG=1.*\n$/);
    const loud = recorder({ env: { LIS_DEBUG: '1' } });
    reportFailure(new TypeError('boom'), loud);
    expect(loud.stderr).toContain('TypeError: boom\n    at ');
    const odd = recorder();
    expect(reportFailure('a string', odd)).toBe(4);
    expect(odd.stderr).toContain('a string');
  });
});

describe('place', () => {
  it('is empty without a file', () => expect(place({ line: 3 }, '/project')).toBe(''));
  it('leaves out what is unknown', () => expect(place({ file: '/project/a' }, '/project')).toBe('a: '));
  it('keeps files outside as they are', () => {
    expect(displayPath('/elsewhere/lis.yaml', '/project')).toBe('/elsewhere/lis.yaml');
  });
});

describe('caretLines', () => {
  const text = 'version: 1\nlog:\n\tpath: data\n\n';
  it('points at the column', () => expect(caretLines(text, 1, 10)).toBe('    version: 1\n             ^\n'));
  it('keeps tabs', () => expect(caretLines(text, 3, 2)).toBe('    \tpath: data\n    \t^\n'));
  it('has nothing to show for empty or absent lines', () => {
    expect(caretLines(text, 4, 1)).toBe('');
    expect(caretLines(text, 40, 1)).toBe('');
  });
  it('shows the part of a long line that matters', () => {
    const long = `${'a'.repeat(300)}X${'b'.repeat(300)}`;
    const [source, caret] = caretLines(long, 1, 301).split('\n');
    expect(source!.length).toBeLessThanOrEqual(100);
    expect(source![caret!.indexOf('^')]).toBe('X');
  });
});
