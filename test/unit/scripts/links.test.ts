/** The lint that links between documents lead to a file and a heading. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsOf, brokenLinks, linksOf, pathsIn } from '../../../scripts/lib/links.mjs';

test('headings become anchors as GitHub makes them, doubled ones numbered', () => {
  const text = '# The `lis` command\n## A [link](x.md), and more\n## Arms\n```\n# no heading\n```\n## Arms\n';
  expect([...anchorsOf(text)]).toEqual(['the-lis-command', 'a-link-and-more', 'arms', 'arms-1']);
});

test('links are found with their line, but not in code and not where they leave the project', () => {
  const text =
    'a [b](c.md#d)\n```\n[x](y.md)\n```\n`[x](y.md)` [web](https://example.org) ![p](media/p.png)\n';
  expect(linksOf(text)).toEqual([
    { line: 1, target: 'c.md#d' },
    { line: 5, target: 'media/p.png' },
  ]);
});

test('files and folders of the project are found in backticks', () => {
  const text = 'see `src/data` and\n`test/unit/a.test.ts`, not `src/data/*.ts` and not `npm test`\n';
  expect(pathsIn(text)).toEqual([
    { line: 1, path: 'src/data' },
    { line: 2, path: 'test/unit/a.test.ts' },
  ]);
});

test('a link to a file or a heading that is not there is told with its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  mkdirSync(join(folder, 'docs'));
  writeFileSync(
    join(folder, 'README.md'),
    '# Top\n[a](docs/a.md#one) [top](#top)\n[b](docs/b.md) `src/gone.ts`\n',
  );
  writeFileSync(join(folder, 'docs/a.md'), '# One\n[r](../README.md#bottom)\n');
  expect(brokenLinks(folder)).toEqual([
    'README.md:3: there is no src/gone.ts.',
    'README.md:3: the link to docs/b.md leads to no file.',
    'docs/a.md:2: ../README.md#bottom names a heading that is not there.',
  ]);
  rmSync(folder, { recursive: true });
});
