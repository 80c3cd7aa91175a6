/** Shifts and windows: whether a value comes from a row before, from the row itself, or from one after. */
import { type Call, constant, type Machine } from '../flow/machine.ts';
import { NONE, type Taint, union } from '../flow/taints.ts';
import { allTaints, type Data, type Estimator, like, type Value } from '../flow/values.ts';
import type { Expression } from '../syntax/nodes.ts';
import { mark } from './marks.ts';

const future = (m: Machine, self: Data, { place }: Call, what: string, needsTime = false): Data =>
  like(self, {
    taints: union(self.taints, [m.taint('future', self.rows, place, what, { column: self.name, needsTime })]),
    ...(self.columns && {
      columns: new Map(
        [...self.columns].map(([name, taints]) => [
          name,
          union(taints, [m.taint('future', self.rows, place, what, { column: self.name, needsTime })]),
        ]),
      ),
    }),
  });

const named = ({ name }: Data): string => (name === undefined ? '' : ` of \`${name}\``);

/** What reads no further than the row before. */
export const withoutItself = (data: Data): Data =>
  like(data, { taints: data.taints.filter(({ kind }) => kind !== 'itself'), lagged: true, name: data.name });

type WindowMethod = (m: Machine, self: Data, call: Call) => Data;

const filling: WindowMethod = (m, self, call) => {
  const method = call.given.constant(1, 'method', 'strategy');
  const direction = call.given.constant(0, 'method', 'strategy');
  const word = String(method ?? direction ?? '');
  if (/^(bfill|backfill|backward)$/.test(word))
    return future(m, self, call, `values filled from later rows${named(self)}`, true);
  if (/^(mean|median|min|max)$/.test(word))
    return m.made(like(self, { taints: union(self.taints, mark(m, self, word, call)) }));
  return like(self, { taints: union(self.taints, valuesIn(m, call)) });
};

/** What the gaps are filled with carries its marks. */
function valuesIn(m: Machine, { given }: Call): readonly Taint[] {
  let all: readonly Taint[] = NONE;
  for (const value of given.all()) {
    const data = m.asData(value);
    if (data !== undefined) all = union(all, allTaints(data));
  }
  return all;
}

const backward: WindowMethod = (m, self, call) =>
  future(m, self, call, `values filled from later rows${named(self)}`, true);

const interpolated: WindowMethod = (m, self, call) => {
  const method = String(call.given.constant(0, 'method') ?? 'linear');
  if (/^(pad|ffill)$/.test(method)) return like(self);
  return future(m, self, call, `values interpolated with later rows${named(self)}`, true);
};

const running: WindowMethod = (m, self, call) => inclusive(m, { ...self, window: undefined } as Data, call);

/** A sum or mean that ends with the row itself. */
function inclusive(m: Machine, self: Data, call: Call): Data {
  const plain = like(self, { name: self.name });
  if (isTrueConstant(call.given.at(99, 'reverse')))
    return future(m, plain, call, `sums over later rows${named(self)}`);
  if (self.reversed) return future(m, plain, call, `a window over rows in reverse order${named(self)}`);
  if (self.lagged || self.name === undefined) return plain;
  return like(plain, {
    taints: union(plain.taints, [
      m.taint('itself', self.rows, call.place, `a window${named(self)} that holds the row itself`, {
        column: self.name,
      }),
    ]),
  });
}

const isTrueConstant = (value: Value | undefined): boolean =>
  value?.kind === 'constant' && value.value === true;

function shifted(m: Machine, self: Data, call: Call): Data {
  const amount = call.given.at(0, 'periods', 'n', 'offset', 'shift', 'shifts');
  const node = call.node.args.find(
    ({ name, stars }) =>
      stars === undefined && (name === undefined || /^(periods|n|offset|shift|shifts)$/.test(name)),
  );
  const back = isNegative(amount, node?.value) !== self.reversed;
  if (/^(diff|pct_change)$/.test(call.name)) {
    return back ? future(m, self, call, `a difference to a later row${named(self)}`) : like(self);
  }
  if (back) return future(m, self, call, `the value${named(self)} of a later row`);
  return withoutItself(self);
}

/** `-1`, or a minus before what is not known. */
export function isNegative(value: Value | undefined, node: Expression | undefined): boolean {
  if (value?.kind === 'constant' && typeof value.value === 'number') return value.value < 0;
  return node?.kind === 'unary' && node.operator === '-';
}

function opened(m: Machine, self: Data, call: Call): Data {
  const { given, place, name } = call;
  const centred = isTrueConstant(given.at(99, 'center'));
  const before = self.lagged || given.constant(99, 'closed') === 'left';
  if (/^rolling_/.test(name)) return windowed(m, like(self, { window: { centred, before, place } }), call);
  return like(self, { window: { centred, before, place }, name: self.name });
}

/** A statistic of a window, for each row. */
export function windowed(m: Machine, self: Data, call: Call): Data {
  const { window } = self;
  const at = { ...call, place: window?.place ?? call.place };
  const plain = like(self);
  if (window?.centred) return future(m, plain, at, `a window${named(self)} around the row`);
  return inclusive(m, like(plain, { lagged: window?.before ?? false }), at);
}

export const WINDOW_METHODS: ReadonlyMap<string, WindowMethod> = new Map<string, WindowMethod>([
  ['shift', shifted],
  ['diff', shifted],
  ['pct_change', shifted],
  ['rolling', opened],
  ['expanding', opened],
  ['ewm', opened],
  ...'rolling_mean rolling_sum rolling_std rolling_max rolling_min rolling_median rolling_var ewm_mean'
    .split(' ')
    .map((name): [string, WindowMethod] => [name, opened]),
  ...'cumsum cumprod cummax cummin cummean cum_sum cum_mean cum_max cum_min cum_prod'
    .split(' ')
    .map((name): [string, WindowMethod] => [name, running]),
  ['bfill', backward],
  ['backfill', backward],
  ['backward_fill', backward],
  ['fillna', filling],
  ['fill_null', filling],
  ['interpolate', interpolated],
]);

/** `F.lead('x')`, `F.lag('x')`, `F.lag('x', -1)`. */
export function leadOrLag(m: Machine, self: Data, call: Call): Data {
  const back = isNegative(call.given.at(1, 'offset'), call.node.args[1]?.value);
  if ((call.name === 'lead') !== back) return future(m, self, call, `the value${named(self)} of a later row`);
  return withoutItself(self);
}

/** Spark's `Window.partitionBy(…).orderBy(…).rowsBetween(a, b)` is kept as an object with these options. */
export function windowStep(m: Machine, self: Estimator, call: Call): Estimator {
  const options = new Map(self.options);
  if (call.name === 'orderBy') {
    options.set('ordered', constant(true));
    if (/\bdesc\b|ascending\s*=\s*False/.test(m.words(call.node))) options.set('descending', constant(true));
  }
  if (/^(rows|range)Between$/.test(call.name)) {
    const last = call.given.at(1, 'end');
    const node = call.node.args[1]?.value;
    const words = node?.kind === 'attribute' ? node.name : '';
    const end =
      words === 'unboundedFollowing'
        ? 1
        : last?.kind === 'constant' && typeof last.value === 'number'
          ? Math.sign(last.value)
          : node?.kind === 'unary'
            ? -1
            : 0;
    options.set('end', constant(end));
    const first = call.node.args[0]?.value;
    if (first?.kind === 'attribute' && first.name === 'unboundedPreceding' && end === 1)
      options.set('all', constant(true));
  }
  return { ...self, options };
}

/** In a window from late to early what lies before is later. */
function turned(m: Machine, self: Data, call: Call): Data {
  const rest = self.taints.filter(({ kind }) => kind !== 'future' && kind !== 'itself');
  const plain = like(self, { taints: rest, name: self.name });
  return self.lagged ? future(m, plain, call, `the value${named(self)} of a later row`) : plain;
}

/** `F.mean('x').over(window)`. */
export function over(m: Machine, self: Data, call: Call): Data {
  const window = call.given.at(0, 'window', 'partition_by');
  if (window?.kind !== 'estimator' || window.name !== 'Window') return like(self, { name: self.name });
  const isOrdered = window.options.has('ordered');
  const end = window.options.get('end');
  if (!isOrdered || window.options.has('all')) return like(self);
  if (window.options.has('descending')) return turned(m, self, call);
  const statistics = self.taints.filter(({ kind, fitted }) => kind === 'statistic' && !fitted);
  const rest = self.taints.filter((taint) => !statistics.includes(taint));
  const sign = end?.kind === 'constant' ? Number(end.value) : 0;
  const at = { ...call, place: statistics[0]?.place ?? call.place };
  const plain = like(self, { taints: rest });
  if (statistics.length === 0 || sign < 0) return plain;
  if (sign > 0) return future(m, plain, at, `a window${named(self)} that ends after the row`);
  return inclusive(m, like(plain, { name: statistics[0]!.column ?? self.name }), at);
}
