import { describe, expect, it } from 'vitest';
import { explainCommand } from '../../../src/cli/explain.ts';
import { recorder } from './recorder.ts';

async function say(...words: string[]): Promise<string> {
  return sayIn({}, ...words);
}

async function sayIn(env: Record<string, string>, ...words: string[]): Promise<string> {
  const terminal = recorder({ cwd: '/', env });
  expect(await explainCommand(words, terminal)).toBe(0);
  return terminal.stdout;
}

describe('lis explain', () => {
  it('says what words, verdicts, findings and rules mean', async () => {
    expect(await say('headroom')).toMatch(
      /^headroom, a verdict\nThe LIS is surely at least the minimum gain/,
    );
    expect(await say('label copy')).toMatch(/^label-copy, a finding of an audit\n/);
    expect(await say('lis001')).toMatch(/^LIS001, a rule for training code, /);
    expect(await say('total', 'LIS')).toMatch(/^total LIS, a word\n/);
  });

  it('lists all names where none is given, within the width of a terminal', async () => {
    const lines = (await say()).split('\n');
    expect(lines.join(' ')).toContain('LIS, transferable LIS');
    expect(lines.join(' ')).toContain('LIS007');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
  });

  it('knows the words of the screen, and keeps to its width', async () => {
    expect(await say('undecided')).toMatch(/^undecided, a verdict, underpowered\n/);
    expect(await say('minimum gain')).toMatch(/^minimum gain, a word\n/);
    const lines = (await sayIn({ COLUMNS: '50' }, 'undecided')).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(50);
  });

  it('names the nearest word, or says where all are', async () => {
    await expect(say('headrom')).rejects.toMatchObject({
      code: 'unknown-word',
      message: expect.stringContaining('did you mean headroom?'),
    });
    await expect(say('xyzzyxyzzy')).rejects.toThrow('lists all words');
  });
});
