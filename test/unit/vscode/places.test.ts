import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { specFolder, specPath } from '../../../src/vscode/dataset/place.ts';
import { exportFolder } from '../../../src/vscode/runs/export-folder.ts';

const path = (...parts: string[]): string => join('/', ...parts);

describe('a new spec', () => {
  it.each<[string, string | undefined, string]>([
    [path('w', 'clicks.csv'), path('w'), path('w')],
    [path('w', 'data', 'clicks.csv'), path('w'), path('w')],
    [path('w', 'shop', 'data', 'raw', 'clicks.csv'), path('w'), path('w', 'shop')],
    [path('w', 'shop', 'clicks.csv'), path('w'), path('w', 'shop')],
    [path('w', 'data', 'clicks.csv'), path('w', 'data'), path('w', 'data')],
    [path('elsewhere', 'data', 'clicks.csv'), undefined, path('elsewhere', 'data')],
  ])('of %s in the workspace folder %s goes to %s', (data, root, folder) => {
    expect(specFolder(data, root)).toBe(folder);
  });

  it('takes the first name that is free', async () => {
    const taken = new Set<string>();
    const next = async (): Promise<string> => {
      const found = await specPath(path('w'), path('w', 'data', 'clicks.csv.gz'), async (one) =>
        taken.has(one),
      );
      taken.add(found);
      return found;
    };
    const names = ['lis.yaml', 'clicks.lis.yaml', 'clicks-2.lis.yaml', 'clicks-3.lis.yaml'];
    for (const name of names) expect(await next()).toBe(path('w', name));
  });
});

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
