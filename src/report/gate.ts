/**
 * The gate of a spec: what a source or a model must score for a pipeline to go on. It holds the estimates themselves against
 * the bounds, as the spec words them; whether the data can decide is the verdict's matter.
 */
import { closest, distance } from 'fastest-levenshtein';
import { Failure } from '../common/failure.ts';
import type { Estimate, ModelReport, Report, SourceReport } from './schema.ts';
import { leaking, THE_BASE } from './words/label-leak.ts';

/** As the spec has it; bounds such as `>= 0.002`. */
export type Gate = { objective?: string | undefined } & (
  | { source: string; transferable?: string | undefined; total?: string | undefined }
  | { model: string; ais?: string | undefined }
);

export type GateResult = NonNullable<Report['gate']>;

export interface Bound {
  operator: '>=' | '>';
  limit: number;
}

/** What a run evaluates, by name. */
export interface Evaluated {
  sources: readonly string[];
  models: readonly string[];
  objectives: readonly string[];
  /** Those sources that have no transferable LIS. */
  totalOnly?: readonly string[];
}

/** @throws Failure `usage` for a text that is not a bound. */
export function parseBound(text: string): Bound {
  const [, operator, limit] = /^\s*(>=|>)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (limit === undefined) {
    throw new Failure('usage', 'bad-gate', `\`${text}\` is not a bound; write one such as ">= 0.002".`, {
      specPath: ['gate'],
    });
  }
  return { operator: operator as Bound['operator'], limit: Number(limit) };
}

/**
 * Fails before any work where the gate could never be judged.
 * @throws Failure `usage`: no bound, a bound that cannot be read, a source, model or objective that is not there, a source that
 *   lacks what is bounded.
 */
export function assertGate(gate: Gate, evaluated: Evaluated): void {
  const { sources, models, objectives, totalOnly = [] } = evaluated;
  const ofModel = 'model' in gate;
  const bounds = boundsOf(gate);
  if (bounds.length === 0) {
    const such = ofModel ? '`ais: ">= 0.001"`' : '`transferable: ">= 0.002"` or `total: ">= 0.01"`';
    throw new Failure('usage', 'empty-gate', `the gate has no bound; add one such as ${such}.`, {
      specPath: ['gate'],
    });
  }
  for (const [, bound] of bounds) parseBound(bound);
  if (gate.objective !== undefined && !objectives.includes(gate.objective)) {
    const message = `the gate names the objective \`${gate.objective}\`, which is not evaluated; ${nearestOf(gate.objective, objectives, 'objectives')}`;
    throw new Failure('usage', 'unknown-gate-objective', message, { specPath: ['gate', 'objective'] });
  }
  if (!ofModel && gate.transferable !== undefined && totalOnly.includes(gate.source)) {
    throw withoutTransferable(gate.source);
  }
  const [what, name, names, others] = ofModel
    ? (['model', gate.model, models, sources] as const)
    : (['source', gate.source, sources, models] as const);
  if (names.includes(name)) return;
  const other = ofModel ? 'source' : 'model';
  const instead = others.includes(name)
    ? `it is a ${other}: write \`${other}: ${name}\` with ${ofModel ? '`transferable` or `total`' : '`ais`'}.`
    : nearestOf(name, names, `${what}s`);
  const message = `the gate names the ${what} \`${name}\`, which is not evaluated; ${instead}`;
  throw new Failure('usage', `unknown-gate-${what}`, message, { specPath: ['gate', what] });
}

/**
 * Holds the gate against the results; what holds the label meets none. `value` is the estimate of the first bound that is not met, else of the first.
 * @throws Failure `usage` as `assertGate`, and where a source has no transferable LIS for its bound.
 */
export function gateResult(
  gate: Gate,
  report: Pick<Report, 'sources' | 'models' | 'verdicts' | 'objectives'>,
): GateResult {
  const names = (parts: readonly { name: string }[]): string[] => parts.map(({ name }) => name);
  const { sources, models, objectives = [] } = report;
  assertGate(gate, { sources: names(sources), models: names(models), objectives: names(objectives) });
  const found = objectives.find(({ name }) => name === gate.objective) ?? report;
  const judged = boundsOf(gate).map(([which, text]) => {
    const { value } = estimateOf(gate, which, found);
    const { operator, limit } = parseBound(text);
    const met = operator === '>' ? value > limit : value >= limit;
    return { condition: `${which} ${operator} ${limit}`, value, met };
  });
  const decisive = judged.find(({ met }) => !met) ?? judged[0]!;
  const leaks = leaking(found);
  const leak = leaks.has(THE_BASE) || leaks.has('model' in gate ? gate.model : gate.source);
  return {
    ...('model' in gate ? { model: gate.model } : { source: gate.source }),
    ...(gate.objective !== undefined && { objective: gate.objective }),
    condition: judged.map(({ condition }) => condition).join(' and '),
    value: decisive.value,
    met: !leak && judged.every(({ met }) => met),
    ...(leak && { leak }),
  };
}

/** The source or the model that a gate is about, and the objective where it names one: `co-click by dwell`. */
export function gatedName({
  source,
  model,
  objective,
}: Pick<GateResult, 'source' | 'model' | 'objective'>): string {
  const name = source ?? model ?? '';
  return objective === undefined ? name : `${name} by ${objective}`;
}

type Bounded = 'transferable' | 'total' | 'ais';

function boundsOf(gate: Gate): [which: Bounded, bound: string][] {
  const { transferable, total, ais }: Partial<Record<Bounded, string | undefined>> = gate;
  return Object.entries({ transferable, total, ais }).flatMap(([which, bound]) =>
    bound === undefined ? [] : [[which as Bounded, bound]],
  );
}

/** @param found holds what the gate names: `assertGate` passed. */
function estimateOf(
  gate: Gate,
  which: Bounded,
  { sources, models }: { sources: readonly SourceReport[]; models: readonly ModelReport[] },
): Estimate {
  if ('model' in gate) return models.find(({ name }) => name === gate.model)!.ais;
  const { lis } = sources.find(({ name }) => name === gate.source)!;
  const estimate = lis[which as 'transferable' | 'total'];
  if (estimate === undefined) throw withoutTransferable(gate.source);
  return estimate;
}

/** A bound on an estimate that the source never has. */
function withoutTransferable(source: string): Failure {
  const message = `the gate bounds the transferable LIS of \`${source}\`, which is declared data with a total only; bound \`total\` instead.`;
  return new Failure('usage', 'gate-without-transferable', message, { specPath: ['gate', 'transferable'] });
}

/** The end of a sentence about a name that is not there. */
export function nearestOf(name: string, names: readonly string[], what = 'sources'): string {
  if (names.length === 0) return `there are no ${what}.`;
  const near = closest(name, names);
  if (distance(name, near) <= Math.ceil(name.length * 0.4)) return `did you mean \`${near}\`?`;
  const shown = names.slice(0, 12).map((known) => `\`${known}\``);
  return `there ${names.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${names.length > 12 ? ' …' : '.'}`;
}
