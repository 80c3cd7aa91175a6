import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { glossaryPage } from '../../../scripts/glossary.mjs';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'reference', 'glossary.md');

it('docs/reference/glossary.md has the words of the source: else run `node scripts/glossary.mjs` and commit it', () => {
  const text = readFileSync(page, 'utf8');
  expect(glossaryPage(text)).toBe(text);
  expect(text.split('\n').filter((line) => line.startsWith('| **')).length).toBeGreaterThan(25);
});
