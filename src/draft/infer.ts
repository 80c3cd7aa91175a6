/**
 * Which column is what, from names, types and statistics. A role is decided only where the evidence is clear; else the
 * candidates are listed for the user, who knows their data. Every choice carries its reason.
 */
import type { ColumnProfile, DataProfile } from '../data/profile.ts';
import type { TimeFact } from '../data/time-facts.ts';
import { stemOf } from '../spec/column-names.ts';
import { featureOf } from './features.ts';
import type { Choice, ChosenFeature, Inferred, LeftOut } from './inferred.ts';
import { chooseLabel } from './label.ts';
import { chooseGroups, chooseId, chooseSplit, chooseTime, isListId } from './roles.ts';
import { splitByFiles } from './split-files.ts';

/** @param times the columns that hold times */
export function infer(profile: DataProfile, times: ReadonlyMap<string, TimeFact>): Inferred {
  const { columns, rows } = profile;
  const used = new Set<string>();
  const take = (choice: Choice, column = choice.value): Choice => {
    if (choice.value !== undefined && column !== undefined) used.add(column);
    return choice;
  };
  const user = take(chooseId('user', columns, rows, used));
  const item = take(chooseId('item', columns, rows, used));
  const time = take(chooseTime(columns, used, times));
  const { choice: label, column: labelColumn } = chooseLabel(columns, used);
  take(label, labelColumn);
  const group = chooseGroups(columns, rows, used);
  if (group !== undefined) take(group);
  const names = columns.map(({ name }) => name);
  const paths = profile.files.map(({ path }) => path);
  // With times a split of one's own is a choice: a cut in time shows what the future gives away.
  const split =
    chooseSplit(columns, used) ?? (time.value === undefined ? splitByFiles(paths, names) : undefined);
  if (split !== undefined) used.add(split.column);
  const features: ChosenFeature[] = [];
  const left: LeftOut[] = [];
  for (const column of columns) {
    if (used.has(column.name)) continue;
    const id = idAgain(column, [user.value, item.value]);
    if (id !== undefined) {
      left.push(id);
      continue;
    }
    const found = featureOf(column, rows, times);
    if ('type' in found) features.push(found);
    else left.push(found);
  }
  return { user, item, label, time, group, split, features, left };
}

/** Left out where its name is that of a chosen id, or of lists. */
function idAgain(
  { name, distinct }: ColumnProfile,
  ids: readonly (string | undefined)[],
): LeftOut | undefined {
  const same = ids.find((id) => id !== undefined && stemOf(id) === stemOf(name));
  if (same !== undefined) return { name, why: `it is named like \`${same}\`, and ids are not features` };
  return isListId(name) && distinct > 1
    ? { name, why: 'it names lists or sessions, and ids are not features' }
    : undefined;
}
