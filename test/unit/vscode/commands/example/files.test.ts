import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { copyExample } from '../../../../../src/vscode/commands/example/files.ts';

const parent = mkdtempSync(join(tmpdir(), 'lis-example-'));
const folder = join(parent, 'lis-example');
beforeAll(() => copyExample('examples/feed', folder));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

it('copies what can be read, and no program that makes it', () => {
  const names = readdirSync(folder, { recursive: true }).map(String);
  expect(names).toContain('train.py');
  expect(names.filter((name) => /\.(ts|parquet)$/.test(name))).toEqual([]);
});

it('copies every spec, config and program that its README names', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const named = [
    ...readme.matchAll(/`(?:examples\/feed\/)?((?:configs\/)?[\w.-]+\.(?:lis\.yaml|yaml|py))`/g),
  ];
  const paths = named.map(([, path]) => path!);
  expect(paths).toEqual(
    expect.arrayContaining([
      'kinds.lis.yaml',
      'logged.lis.yaml',
      'projection.lis.yaml',
      'train.py',
      'configs/recbole.yaml',
    ]),
  );
  for (const path of paths) expect(existsSync(join(folder, path)), path).toBe(true);
});

it('has a README whose links lead somewhere in the copy', () => {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  const links = [...readme.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target!);
  const inside = links.filter((target) => !/^https?:/.test(target));
  expect(inside.filter((target) => !existsSync(join(folder, target)))).toEqual([]);
});
