/**
 * What the rows say against a first guess by names: a feature that knows the label is an outcome, one whose values belong
 * to one user each is the user again, and lists without both labels have nothing to rank.
 */

import { count, score } from '../common/format.ts';
import type { ColumnLabelFacts, LabelFacts, Look } from '../data/look.ts';
import type { Inferred, LeftOut } from './inferred.ts';
import { besideScore, chooseScore } from './logged-score.ts';

/** A feature that orders the rows better than this all alone is taken for an outcome. */
const LEAK_AUC = 0.9;
/** Fewer rows of a label than this make no AUC. */
const ENOUGH_ROWS = 20;
/** How unlikely it must be that all rows with another value met one label by chance. */
const CHANCE = 1e-4;
/** Lists of both labels must hold this share of the rows. */
const MIXED_SHARE = 0.1;
/** A property of users or items has clearly fewer values than there are of them. */
const NEARLY_AS_MANY = 0.9;
/** Of so few ids nearly every property tells one from the others. */
const FEW_IDS = 30;

export async function refine(inferred: Inferred, look: Look): Promise<Inferred> {
  const facts = await featureFacts(inferred, look);
  const leaks = outcomes(inferred, facts);
  const ids = await sameIds(inferred, look, new Set(leaks.map(({ name }) => name)));
  const { group, left } = await chooseLists(inferred, look);
  const out = new Set([...leaks, ...ids].map(({ name }) => name));
  const { columns } = look.profile;
  const score = chooseScore({ ...inferred, columns, outcomes: leaks, facts: facts?.columns ?? new Map() });
  const beside = besideScore(
    inferred.features.filter(({ name }) => !out.has(name)),
    score,
  );
  const ordered = new Map(columns.map(({ name }, i) => [name, i]));
  const before = inferred.left.filter(({ name }) => name !== group?.value);
  const all = [...before, ...leaks, ...ids, ...left, ...beside.left];
  all.sort((a, b) => ordered.get(a.name)! - ordered.get(b.name)!);
  return { ...inferred, group, score, features: beside.features, left: all };
}

async function featureFacts(
  { label, user, item, features }: Inferred,
  look: Look,
): Promise<LabelFacts | undefined> {
  if (label.value === undefined) return undefined;
  const names = features.map(({ name }) => name);
  return look.labelFacts(label.value, names, { user: user.value, item: item.value });
}

function outcomes({ features }: Inferred, facts: LabelFacts | undefined): LeftOut[] {
  return features.flatMap(({ name }) => {
    const column = facts?.columns.get(name);
    const why = column && facts && betrayal(column, facts);
    return why === undefined ? [] : [{ name, why: `${why}, as an outcome is` }];
  });
}

/** Why a column must be an outcome; undefined where nothing says so. */
export function betrayal(
  { auc, only }: ColumnLabelFacts,
  { positives, negatives }: LabelFacts,
): string | undefined {
  const rows = [negatives, positives];
  const words = ([0, 1] as const).flatMap((label) => {
    const found = only[label];
    const other = rows[1 - label]! / (positives + negatives);
    if (found === undefined || found.others * Math.log(other) > Math.log(CHANCE)) return [];
    return `${found.value === null ? 'missing' : `always ${found.value}`} where the label is ${label}`;
  });
  if (words.length > 0) return `it is ${words.join(' and ')}`;
  if (auc === undefined || auc <= LEAK_AUC || Math.min(...rows) < ENOUGH_ROWS) return undefined;
  return `it alone orders the rows by their label with an AUC of ${score(auc)}`;
}

/** Features with (nearly) as many values as there are users or items, each of which belongs to one of them. */
async function sameIds(
  { user, item, features }: Inferred,
  look: Look,
  gone: ReadonlySet<string>,
): Promise<LeftOut[]> {
  const distinct = new Map(look.profile.columns.map((column) => [column.name, column.distinct]));
  const found: LeftOut[] = [];
  for (const { name, type } of features) {
    if (type === 'numeric' || gone.has(name)) continue;
    for (const [role, { value }] of Object.entries({ user, item })) {
      const ids = value === undefined ? 0 : distinct.get(value)!;
      if (value === undefined || ids < FEW_IDS || distinct.get(name)! < NEARLY_AS_MANY * ids) continue;
      if (!(await look.belongsToOne(name, value))) continue;
      found.push({ name, why: `each value belongs to one ${role}: it is an id, and ids are not features` });
      break;
    }
  }
  return found;
}

async function chooseLists(
  { group, label }: Inferred,
  look: Look,
): Promise<{ group: Inferred['group']; left: LeftOut[] }> {
  if (group?.value === undefined || label.value === undefined) return { group, left: [] };
  const left: LeftOut[] = [];
  for (const name of [group.value, ...group.candidates]) {
    const { lists, mixed, mixedShare } = await look.listFacts(name, label.value);
    if (mixedShare >= MIXED_SHARE) {
      const size = (look.profile.rows / lists).toFixed(1);
      const why = `its name; ${count(lists)} lists of ${size} rows on average, ${count(mixed)} with both labels`;
      return { group: { value: name, why, candidates: [] }, left };
    }
    left.push({
      name,
      why: `of its ${count(lists)} lists ${count(mixed)} hold both labels: nothing to rank in the others`,
    });
  }
  return { group: undefined, left };
}
