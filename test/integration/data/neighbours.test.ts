/** What a look at a log finds beside it. */
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesIn } from '../../../src/data/table-source.ts';
import { engineUnderTest } from '../../support/engine.ts';
import { csv, folderWith, logRows, runContext } from './support.ts';

describe('the neighbours of a log', () => {
  it('are the other files of data in its folder, by name, and can be looked at in turn', async () => {
    const log = csv(logRows(20));
    const folder = folderWith({
      'log-1.csv': log,
      'log-2.csv': log,
      'users.csv': 'user,age\n1,30\n',
      'items.jsonl': '{"item": 1, "price": 2}\n',
      'lis.yaml': 'version: 1\n',
      'notes.txt': 'not of a log\n',
    });
    const engine = engineUnderTest();
    const found = await engine.look(filesIn(folder, ['log-?.csv']), runContext(), (look) =>
      look.neighbours(),
    );
    expect(found.map(({ name, path }) => [name, path])).toEqual([
      ['items.jsonl', join(folder, 'items.jsonl')],
      ['users.csv', join(folder, 'users.csv')],
    ]);
    const columns = await engine.look(found[1]!.source, runContext(), async ({ profile }) => ({
      file: basename(profile.files[0]!.path),
      names: profile.columns.map(({ name }) => name),
    }));
    expect(columns).toEqual({ file: 'users.csv', names: ['user', 'age'] });
  });
});
