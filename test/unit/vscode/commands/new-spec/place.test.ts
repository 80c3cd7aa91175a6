import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { specFolder, specPath } from '../../../../../src/vscode/commands/new-spec/place.ts';

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
      const found = await specPath(path('w'), path('w', 'data', 'clicks.csv.gz'), async (wanted) =>
        taken.has(wanted),
      );
      taken.add(found);
      return found;
    };
    const names = ['lis.yaml', 'clicks.lis.yaml', 'clicks-2.lis.yaml', 'clicks-3.lis.yaml'];
    for (const name of names) expect(await next()).toBe(path('w', name));
  });
});
