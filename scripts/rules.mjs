// @ts-check
/**
 * `node scripts/rules.mjs`: writes docs/audit-code.md, the page of the rules for training code, from src/audit/code/rules.
 * `test/unit/scripts/rules.test.ts` fails where the page is not the one that this script writes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODE_RULES } from '../src/audit/code/index.ts';
import { isMain, root } from './lib/project.mjs';

const opening = `# Leakage in training code

Written by \`node scripts/rules.mjs\` from the source; do not edit.

LIS Lens reads Python files and notebooks that import a library for data or training (pandas, polars, PySpark, NumPy, scikit-learn, imbalanced-learn, LightGBM,
XGBoost, PyTorch and others), and reports lines by which a model learns what it should not know. It follows values through
assignments, loops, and the functions and classes of one file; it runs nothing. A finding stands on the first line that leaks.

Without test rows nothing can leak: a scaler that is fitted on a whole table is reported only where that table is split later.

## To ignore a finding

Write a comment with the code and your reason on the line, or on a line of its own above:

\`\`\`python
X = scaler.fit_transform(X)  # lis: ignore[LIS001] the scale is a physical constant
\`\`\`

Ignored findings are listed with their reasons. A comment without a reason ignores nothing, and one that fits no finding is reported.

## The rules

`;

/** @param {string} title The anchor that GitHub and the editor give a heading. */
const anchorOf = (title) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .replaceAll(' ', '-');

const page = join(root, 'docs/audit-code.md');

/** What `npm run code-corpus` has written into the page, which stays. */
function measured() {
  return /<!-- measured -->.*<!-- \/measured -->\n/s.exec(readFileSync(page, 'utf8'))?.[0] ?? '';
}

/** The text of the page. */
export function rulesPage() {
  const rows = CODE_RULES.map(({ code, title, severity }) => {
    const heading = `${code} · ${title}`;
    return `| [${code}](#${anchorOf(heading)}) | ${title} | ${severity} |`;
  });
  const sections = CODE_RULES.map(
    ({ code, title, why, remedy, wrong, right }) =>
      `\n## ${code} · ${title}\n\n${why}\n\n${remedy}\n\nWrong:\n\n\`\`\`python\n${wrong}\`\`\`\n\nRight:\n\n\`\`\`python\n${right}\`\`\`\n`,
  );
  return `${opening}| code | finding | severity |\n|---|---|---|\n${rows.join('\n')}\n${sections.join('')}${measured().replace(/^(?=.)/, '\n')}`;
}

if (isMain(import.meta.filename)) writeFileSync(page, rulesPage());
