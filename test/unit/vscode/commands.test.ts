import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CATEGORY, COMMANDS, IS_SPEC } from '../../../src/vscode/commands/table.ts';

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'));

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

  it('knows specs by their file name', () => {
    const pattern = new RegExp(/\/(.*)\//.exec(IS_SPEC)![1]!);
    expect(['lis.yaml', 'ctr.lis.yaml'].filter((name) => pattern.test(name))).toHaveLength(2);
    expect(['analis.yaml', 'lis.yml', 'lis.yaml.txt', 'config.yaml'].some((name) => pattern.test(name))).toBe(
      false,
    );
  });
});
