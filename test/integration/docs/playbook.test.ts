/** The playbook: every command of the page runs and prints what the page shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkSteps, missingLine, page, stepsOf } from '../../../scripts/playbook.mjs';

const steps = stepsOf(readFileSync(page, 'utf8'));

describe('the playbook', () => {
  it('has commands with what they print', () => {
    expect(steps.length).toBeGreaterThan(10);
    const shown = steps.filter(({ command }) => command.startsWith('lis '));
    for (const { command, lines } of shown)
      expect(
        lines.filter((line) => line !== '…'),
        command,
      ).not.toEqual([]);
  });

  it('prints what the page shows', { timeout: 900_000 }, async () => {
    expect(await checkSteps(steps)).toEqual([]);
  });
});

describe('a line of the page', () => {
  const output = 'a\nb  \nc\nd\n';

  it('must stand in the output, at its place or behind what is left out', () => {
    expect(missingLine(['a', 'b'], output)).toBeUndefined();
    expect(missingLine(['…', 'b', 'c', '…'], output)).toBeUndefined();
    expect(missingLine(['b'], output)).toBe('b');
    expect(missingLine(['…', 'b', 'd'], output)).toBe('d');
    expect(missingLine(['…', 'c', '…', 'b'], output)).toBe('b');
  });

  it('belongs to the command above it, in blocks of the console alone', () => {
    const text = '```\n$ no\n```\n\n```console\n$ lis a\nx\n$ lis b\n…\ny\n```\n$ lis c\n';
    expect(stepsOf(text)).toEqual([
      { command: 'lis a', lines: ['x'], at: 6 },
      { command: 'lis b', lines: ['…', 'y'], at: 8 },
    ]);
  });
});
