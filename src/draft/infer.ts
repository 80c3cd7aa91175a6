/**
 * Which column is what, from names, types and statistics. A role is decided only where the evidence is clear; else the
 * candidates are listed for the user, who knows their data. Every choice carries its reason.
 */

import { count } from '../common/format.ts';
import type { ColumnProfile, DataProfile } from '../data/profile.ts';
import type { TimeFact } from '../data/time-facts.ts';
import { stemOf } from '../specfile/names/column-names.ts';
import { featureOf } from './features.ts';
import type { Choice, ChosenFeature, Inferred, LeftOut } from './inferred.ts';
import { chooseLabel } from './label.ts';
import { chooseGroups, chooseId, chooseSplit, chooseTime, isListId } from './roles.ts';
import { splitByFiles } from './split-files.ts';

/** Where the user or the item is not decided, a column with so many values may be it. */
const MANY_IDS = 30;

/** @param times the columns that hold times */
export function infer(profile: DataProfile, times: ReadonlyMap<string, TimeFact>): Inferred {
  const { columns, rows, headless } = profile;
  const used = new Set<string>();
  const take = (choice: Choice, column = choice.value): Choice => {
    if (choice.value !== undefined && column !== undefined) used.add(column);
    return choice;
  };
  const time = take(chooseTime(columns, used, times));
  const { choice: label, column: labelColumn } = chooseLabel(columns, used, headless);
  take(label, labelColumn);
  const user = take(chooseId('user', columns, rows, used));
  const item = take(chooseId('item', columns, rows, used));
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
    const found = featureOf(column, rows, times);
    const id = idAgain(column, user, item);
    if (id !== undefined) left.push(id);
    else if ('type' in found && headless)
      left.push({ name: column.name, why: `${found.why}: name it above before it is a feature` });
    else if ('type' in found) features.push(found);
    else left.push(found);
  }
  return { user, item, label, time, group, split, features, left };
}

/** Left out where its name is that of a chosen id or of lists, or where it may be the id that is not decided. */
function idAgain({ name, distinct }: ColumnProfile, user: Choice, item: Choice): LeftOut | undefined {
  const same = [user, item].find(({ value }) => value !== undefined && stemOf(value) === stemOf(name));
  if (same !== undefined)
    return { name, why: `it is named like \`${same.value}\`, and ids are not features` };
  if (distinct <= 1) return undefined;
  if (isListId(name)) return { name, why: 'it names lists or sessions, and ids are not features' };
  for (const [role, { value, candidates }] of Object.entries({ user, item })) {
    if (value === undefined && distinct >= MANY_IDS && candidates.includes(name))
      return { name, why: `${count(distinct)} values: it may be the ${role}, which is not decided` };
  }
  return undefined;
}
