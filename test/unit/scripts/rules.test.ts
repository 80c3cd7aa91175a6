import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/lib/project.mjs';
import { rulesPage } from '../../../scripts/rules.mjs';

it('docs/audit-code.md is the page of the rules as they are: else run `node scripts/rules.mjs` and commit it', () => {
  const page = readFileSync(join(root, 'docs/audit-code.md'), 'utf8');
  expect(page).toBe(rulesPage());
});
