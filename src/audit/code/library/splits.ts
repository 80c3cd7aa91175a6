/** Functions and objects that divide rows: `train_test_split`, folds, `randomSplit`. */
import { type Call, isFalse, listOf, type Machine, tuple } from '../flow/machine.ts';
import { innerRole, type Role, type Rows, type Split } from '../flow/rows.ts';
import { type Data, type Estimator, like, makeData, type Value } from '../flow/values.ts';

const FOLDS =
  /^(Repeated)?(Stratified)?(Group)?K?(Fold|ShuffleSplit)$|^(Repeated|Stratified|Group)*(KFold|ShuffleSplit)$|^Leave(One|P)(Out|GroupOut|GroupsOut)$|^ShuffleSplit$|^StratifiedGroupKFold$|^PredefinedSplit$/;
const IN_TIME = /TimeSeries|BlockedTime|Purged|Rolling|Expanding|SlidingWindow|Walk/i;

export const isSplitter = (name: string): boolean => FOLDS.test(name) || isInTime(name);
export const isInTime = (name: string): boolean =>
  IN_TIME.test(name) && /Split|Fold|CV|Splitter|Gap/i.test(name);

/** `a, b, c, d = train_test_split(x, y)`. */
export function dividedInTwo(m: Machine, call: Call): Value {
  const { given, node, place } = call;
  const isPlain = isFalse(given.at(99, 'shuffle'));
  const parts = new Map<Rows, [Rows, Rows]>();
  const items = given.positional.flatMap((value, i): Value[] => {
    if (i > 0 && value.kind === 'constant') return [];
    const data = m.asData(value) ?? makeData({});
    const rows = data.rows ?? m.root(place);
    let pair = parts.get(rows);
    if (pair === undefined) {
      const split: Split = { kind: isPlain ? 'position' : 'random', place, by: call.name, rows };
      if (isPlain && rows.shuffled !== undefined) split.kind = 'random';
      const key = `${m.words(node)}:${place.unit.base + place.from}`;
      pair = [m.part(rows, `${key}:1`, 'train', split), m.part(rows, `${key}:2`, 'test', split)];
      parts.set(rows, pair);
      m.split(split);
    }
    return pair.map((part) => divided(m, data, part));
  });
  return tuple(...items);
}

/** A part of some data. Marks of columns count when the columns are used; those of arrays at once. */
export function divided(m: Machine, data: Data, rows: Rows): Data {
  const part = like(data, { rows, name: data.name, isSummary: false });
  if (data.columns === undefined || data.columns.size === 0) m.made(part);
  else m.facts.divided.push(part);
  if (data.features !== undefined) part.features = like(data.features, { rows });
  if (data.label !== undefined) part.label = like(data.label, { rows });
  return part;
}

/** `randomSplit([0.8, 0.2])`, `random_split(data, [a, b])`: one part for each weight. */
export function dividedByWeights(m: Machine, data: Data, weights: Value | undefined, call: Call): Value {
  const { place } = call;
  const rows = data.rows ?? m.root(place);
  const split: Split = { kind: 'random', place, by: call.name, rows };
  const count =
    weights?.kind === 'sequence' && weights.rest === undefined ? Math.min(weights.items.length, 4) : 2;
  const roles: Role[] =
    count === 3 ? ['train', 'valid', 'test'] : ['train', ...Array<Role>(count - 1).fill('test')];
  m.split(split);
  return tuple(
    ...roles.map((role, i) =>
      divided(
        m,
        data,
        m.part(rows, `${m.words(call.node)}:${place.unit.base + place.from}:${i}`, role, split),
      ),
    ),
  );
}

/** `np.split(df, [a, b])`: one part more than there are cuts. */
export function dividedAt(m: Machine, data: Data, cuts: Value | undefined, call: Call): Value {
  const { place } = call;
  const rows = data.rows ?? m.root(place);
  if (cuts?.kind === 'constant' && typeof cuts.value === 'number' && cuts.value > 2)
    return foldList(m, data, rows, call);
  const count = cuts?.kind === 'sequence' && cuts.rest === undefined ? Math.min(cuts.items.length + 1, 4) : 2;
  const split: Split = { kind: 'position', place, by: call.name, rows };
  m.split(split);
  const roles: Role[] =
    count === 3 ? ['train', 'valid', 'test'] : ['train', ...Array<Role>(count - 1).fill('test')];
  return tuple(
    ...roles.map((role, i) =>
      divided(m, data, m.part(rows, `cut:${place.unit.base + place.from}:${i}`, role, split)),
    ),
  );
}

/** `np.array_split(index, 5)`: one of the folds stands for each; the others together are its rest. */
function foldList(m: Machine, data: Data, rows: Rows, call: Call): Value {
  const split: Split = { kind: 'folds', place: call.place, by: call.name, rows };
  m.split(split);
  return listOf(
    like(data, { rows: m.part(rows, `fold:${call.place.unit.base + call.place.from}`, 'test', split) }),
  );
}

/** `for train, test in folds.split(x)`. */
export function foldsOf(m: Machine, splitter: Estimator, call: Call): Value {
  const data = m.asData(call.given.at(0, 'X', 'data', 'dataset')) ?? makeData({});
  const rows = data.rows ?? m.root(call.place);
  const [train, test] = foldParts(m, rows, isInTime(splitter.name), splitter.name, call);
  const isFrame = splitter.library === 'surprise';
  if (isFrame) return listOf(tuple(like(data, { rows: train }), like(data, { rows: test })));
  return listOf(tuple(makeData({ rows: train, isIndex: true }), makeData({ rows: test, isIndex: true })));
}

function foldParts(m: Machine, rows: Rows, inTime: boolean, by: string, call: Call): [Rows, Rows] {
  const split: Split = { kind: inTime ? 'time' : 'folds', place: call.place, by, rows };
  m.split(split);
  const key = `folds:${call.place.unit.base + call.place.from}`;
  return [m.part(rows, `${key}:1`, 'train', split), m.part(rows, `${key}:2`, 'test', split)];
}

/** Whether `cv=` keeps the order of time, or is a list of folds made elsewhere. */
function keepsTime(cv: Value | undefined): boolean {
  if (cv?.kind === 'estimator') return isInTime(cv.name) || cv.name === 'PredefinedSplit';
  return cv !== undefined && cv.kind !== 'constant';
}

/** A cross-validation inside: `cross_val_score(model, x, y)`, `GridSearchCV(…).fit(x, y)`. @returns rows of a fold */
export function crossValidated(
  m: Machine,
  data: Data,
  cv: Value | undefined,
  by: string,
  call: Call,
): [Rows, Rows] | undefined {
  if (data.rows === undefined) return undefined;
  const name = cv?.kind === 'estimator' ? cv.name : by;
  const parts = foldParts(m, data.rows, keepsTime(cv), name, call);
  m.facts.join(data, parts[1]);
  return parts;
}

/** What a name says of rows: only a part of others, or what was just read, can be called so. */
export function callRows(rows: Rows, role: Role): void {
  if (rows.isNamed) return;
  if (
    rows.bases.length === 0
      ? rows.role === undefined && rows.parts.every(({ isPart }) => !isPart)
      : innerRole(rows) === undefined || rows.soft || (rows.split !== undefined && rows.role !== undefined)
  ) {
    rows.call(role);
  }
}
