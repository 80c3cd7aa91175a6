import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/lib/project.mjs';

/** A room in which one glance finds the file. */
const MOST_FILES = 20;

/** Folders below `folder`, itself among them, with the number of their files. */
function folders(folder: string): { folder: string; files: number }[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const inner = entries.filter((entry) => entry.isDirectory());
  return [
    { folder: relative(root, folder), files: entries.length - inner.length },
    ...inner.flatMap(({ name }) => folders(join(folder, name))),
  ];
}

it('no folder of src holds more files than one glance takes in', () => {
  const all = folders(join(root, 'src'));
  expect(all.length).toBeGreaterThan(50);
  expect(all.filter(({ files }) => files > MOST_FILES)).toEqual([]);
});
