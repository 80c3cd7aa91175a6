// @ts-check
/**
 * `node scripts/glossary.mjs`: writes the table of docs/reference/glossary.md from src/report/words/glossary.
 * `test/unit/scripts/glossary.test.ts` fails where the page is not the one that this script writes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TERMS } from '../src/report/words/glossary/terms.ts';
import { isMain, root } from './lib/project.mjs';

const page = join(root, 'docs', 'reference', 'glossary.md');

/** @param {string} [text] The page as it is. @returns {string} the page with the table of the source. */
export function glossaryPage(text = readFileSync(page, 'utf8')) {
  const opening = text.slice(0, text.indexOf('| word |'));
  const rows = TERMS.map(({ word, means }) => `| **${word}** | ${means} |`);
  return `${opening}| word | meaning |\n|---|---|\n${rows.join('\n')}\n`;
}

if (isMain(import.meta.filename)) writeFileSync(page, glossaryPage());
