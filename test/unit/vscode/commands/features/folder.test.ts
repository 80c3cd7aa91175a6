import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exportFolder } from '../../../../../src/vscode/commands/features/folder.ts';

const path = (...parts: string[]): string => join('/', ...parts);

describe('an export of features', () => {
  const folders = (names: Record<string, string[]>) => async (folder: string) => names[folder];
  const choose = (names: Record<string, string[]>, spec = 'ctr.lis.yaml') =>
    exportFolder(path('w'), spec, folders(names));

  it('goes into a folder that is new, empty or an earlier export', async () => {
    expect(await choose({})).toBe(path('w'));
    expect(await choose({ [path('w')]: [] })).toBe(path('w'));
    expect(await choose({ [path('w')]: ['base.parquet', 'manifest.json', 'co-click.parquet'] })).toBe(
      path('w'),
    );
  });

  it('goes into a folder of its own where other files are, those of another tool included', async () => {
    expect(await choose({ [path('w')]: ['a.txt'] })).toBe(path('w', 'ctr-features'));
    expect(await choose({ [path('w')]: ['manifest.json'] }, 'lis.yaml')).toBe(path('w', 'lis-features'));
    const both = { [path('w')]: ['a.txt'], [path('w', 'ctr-features')]: ['b.txt'] };
    expect(await choose(both)).toBe(path('w', 'ctr-features-2'));
  });
});
