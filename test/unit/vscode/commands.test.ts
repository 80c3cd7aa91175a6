import { describe, expect, it } from 'vitest';
import { isSpecFile } from '../../../src/spec/detect.ts';
import { CATEGORY, COMMANDS, IS_SPEC } from '../../../src/vscode/commands/table.ts';
import { readManifest } from '../../support/manifest.ts';

const manifest = readManifest();

describe('the manifest', () => {
  it('contributes the command table, no more and no less', () => {
    const contributed = manifest.contributes.commands.map(
      ({ icon: _icon, ...facts }: { icon?: string }) => facts,
    );
    const expected = COMMANDS.map(({ id, ...facts }) => ({ command: id, category: CATEGORY, ...facts }));
    expect(contributed).toEqual(expected);
  });

  it('offers commands in menus on specs only', () => {
    const ids = COMMANDS.map(({ id }) => id as string);
    const items = Object.values<{ command: string; when: string }[]>(manifest.contributes.menus).flat();
    expect(items.length).toBeGreaterThan(0);
    for (const { command, when } of items) {
      expect(ids).toContain(command);
      expect(when).toBe(IS_SPEC);
    }
  });

  it('knows specs by the same names as the rest of the extension', () => {
    const pattern = new RegExp(/\/(.*)\//.exec(IS_SPEC)![1]!);
    const names = [
      'lis.yaml',
      'lis.yml',
      'ctr.lis.yaml',
      'analis.yaml',
      'lis.yaml.txt',
      'config.yaml',
      'ctr-lis.yml',
    ];
    expect(names.filter((name) => pattern.test(name))).toEqual(['lis.yaml', 'lis.yml', 'ctr.lis.yaml']);
    expect(names.filter(isSpecFile)).toEqual(names.filter((name) => pattern.test(name)));
  });
});
