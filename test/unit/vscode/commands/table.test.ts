import { describe, expect, it } from 'vitest';
import { isSpecFile } from '../../../../src/specfile/detect.ts';

import {
  CARRIES_SPEC,
  CATEGORY,
  COMMANDS,
  IN_PANEL,
  IS_DATA,
  IS_RUN,
  IS_SPEC,
} from '../../../../src/vscode/commands/table.ts';
import { isRunFile } from '../../../../src/vscode/panel/subject.ts';
import { readManifest } from '../../../support/manifest.ts';

const manifest = readManifest();

describe('the manifest', () => {
  it('contributes the command table, no more and no less', () => {
    const contributed = manifest.contributes.commands.map(
      ({ icon: _icon, ...facts }: { icon?: string }) => facts,
    );
    const expected = COMMANDS.map(({ id, trust: _trust, ...facts }) => ({
      ...{ command: id, category: CATEGORY },
      ...facts,
    }));
    expect(contributed).toEqual(expected);
  });

  it('offers commands that need trust only where there is some', () => {
    for (const { id, trust, ...facts } of COMMANDS) {
      const offered = 'enablement' in facts ? facts.enablement : '';
      expect([id, offered.startsWith('isWorkspaceTrusted')]).toEqual([id, trust]);
    }
  });

  it('offers commands in menus of files only where they can work', () => {
    const ids = COMMANDS.map(({ id }) => id as string);
    const menus = manifest.contributes.menus as Record<string, { command: string; when: string }[]>;
    for (const { command } of Object.values(menus).flat()) expect(ids).toContain(command);
    const files = Object.entries(menus).flatMap(([menu, items]) =>
      menu.startsWith('explorer/') || menu.startsWith('editor/') ? items : [],
    );
    expect(files.length).toBeGreaterThan(0);
    for (const { command, when } of files) {
      const places = [CARRIES_SPEC, `${CARRIES_SPEC} || ${IS_RUN}`, IN_PANEL, IS_SPEC];
      const ofData: Record<string, string> = {
        'lis.newEvaluation': IS_DATA,
        'lis.audit': `${IS_DATA} || ${CARRIES_SPEC}`,
      };
      expect(command in ofData ? [ofData[command]] : places).toContain(when);
    }
  });

  it('hides the commands of single nodes from the palette, and offers them in the side bar', () => {
    const { commandPalette, ...menus } = manifest.contributes.menus;
    const sideCommands = COMMANDS.map(({ id }) => id as string).filter((id) => id.startsWith('lis.side.'));
    expect(commandPalette).toEqual(sideCommands.map((command) => ({ command, when: 'false' })));
    const offered = menus['view/item/context'].map(({ command }: { command: string }) => command);
    for (const id of sideCommands) expect(offered).toContain(id);
  });

  it('offers data files that the engine reads', () => {
    const pattern = new RegExp(/\/(.*)\//.exec(IS_DATA)![1]!, 'i');
    const names = ['a.parquet', 'A.CSV', 'b.tsv.gz', 'c.jsonl.zst', 'd.feather', 'e.arrow', 'f.ndjson'];
    expect(names.filter((name) => pattern.test(name))).toEqual(names);
    expect(['a.txt', 'csv', 'a.json', 'lis.yaml', 'a.csv.bak'].filter((name) => pattern.test(name))).toEqual(
      [],
    );
  });

  it('knows runs by the same paths as the rest of the extension', () => {
    const pattern = new RegExp(/ \/(.*)\//.exec(IS_RUN)![1]!);
    const paths = [
      '/w/.lis/runs/1-lis.json',
      'C:\\w\\.lis\\runs\\1-lis.json',
      '/w/.lis/cache/a.json',
      '/w/runs/a.json',
    ];
    expect(paths.filter((path) => pattern.test(path))).toEqual(paths.slice(0, 2));
    expect(paths.filter(isRunFile)).toEqual(paths.slice(0, 2));
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
