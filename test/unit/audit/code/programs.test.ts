/**
 * Whole programs, short ones, in programs/: each begins with a line `### name`, and lines that leak end with the code of their rule. A program
 * without such a line is clean.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expected, found } from './twins.ts';

const folder = join(import.meta.dirname, 'programs');

describe.each(readdirSync(folder).sort())('%s', (file) => {
  const programs = readFileSync(join(folder, file), 'utf8')
    .split(/^### /m)
    .slice(1)
    .map((block) => {
      const end = block.indexOf('\n');
      return { name: block.slice(0, end), text: block.slice(end + 1) };
    });

  it.each(programs)('$name', ({ text }) => expect(found(text, '')).toEqual(expected(text)));
});
