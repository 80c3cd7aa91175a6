/**
 * The gate of a spec: what a source must score for a pipeline to go on. It holds the estimates themselves against the
 * bounds, as the spec words them; whether the data can decide is the verdict's matter.
 */
import { closest, distance } from 'fastest-levenshtein';
import { Failure } from './failure.ts';
import type { Report, SourceReport } from './schema.ts';

/** As the spec has it; bounds such as `>= 0.002`. */
export interface Gate {
  source: string;
  transferable?: string | undefined;
  total?: string | undefined;
}

export type GateResult = NonNullable<Report['gate']>;

export interface Bound {
  operator: '>=' | '>';
  limit: number;
}

/** @throws Failure `usage` for a text that is no bound. */
export function parseBound(text: string): Bound {
  const [, operator, limit] = /^\s*(>=|>)\s*(-?\d+(?:\.\d+)?)\s*$/.exec(text) ?? [];
  if (limit === undefined) {
    throw new Failure('usage', 'bad-gate', `\`${text}\` is no bound; write one such as ">= 0.002".`, {
      specPath: ['gate'],
    });
  }
  return { operator: operator as Bound['operator'], limit: Number(limit) };
}

/**
 * Fails before any work where the gate could never be judged.
 * @param names of the sources that will be evaluated.
 * @param totalOnly those among them that have no transferable LIS.
 * @throws Failure `usage`: no bound, a bound that cannot be read, a source that is not there or lacks what is bounded.
 */
export function assertGate(gate: Gate, names: readonly string[], totalOnly: readonly string[] = []): void {
  const bounds = [gate.transferable, gate.total].filter((bound) => bound !== undefined);
  if (bounds.length === 0) {
    const message =
      'the gate has no bound; add one such as `transferable: ">= 0.002"` or `total: ">= 0.01"`.';
    throw new Failure('usage', 'empty-gate', message, { specPath: ['gate'] });
  }
  for (const bound of bounds) parseBound(bound);
  if (gate.transferable !== undefined && totalOnly.includes(gate.source)) throw withoutTransferable(gate);
  if (names.includes(gate.source)) return;
  const message = `the gate names the source \`${gate.source}\`, which is not evaluated; ${nearestOf(gate.source, names)}`;
  throw new Failure('usage', 'unknown-gate-source', message, { specPath: ['gate', 'source'] });
}

/**
 * Holds the gate against the results. `value` is the estimate of the first bound that is not met, else of the first.
 * @throws Failure `usage` as `assertGate`, and where a source has no transferable LIS for its bound.
 */
export function gateResult(gate: Gate, sources: readonly SourceReport[]): GateResult {
  assertGate(
    gate,
    sources.map(({ name }) => name),
  );
  const source = sources.find(({ name }) => name === gate.source)!;
  const judged = (['transferable', 'total'] as const).flatMap((which) => {
    const text = gate[which];
    if (text === undefined) return [];
    const estimate = source.lis[which];
    if (estimate === undefined) {
      throw withoutTransferable(gate);
    }
    const { operator, limit } = parseBound(text);
    const met = operator === '>' ? estimate.value > limit : estimate.value >= limit;
    return [{ condition: `${which} ${operator} ${limit}`, value: estimate.value, met }];
  });
  const decisive = judged.find(({ met }) => !met) ?? judged[0]!;
  return {
    source: gate.source,
    condition: judged.map(({ condition }) => condition).join(' and '),
    value: decisive.value,
    met: judged.every(({ met }) => met),
  };
}

/** A bound on an estimate that the source never has. */
function withoutTransferable({ source }: Gate): Failure {
  const message = `the gate bounds the transferable LIS of \`${source}\`, which is declared data with a total only; bound \`total\` instead.`;
  return new Failure('usage', 'gate-without-transferable', message, { specPath: ['gate', 'transferable'] });
}

/** The end of a sentence about a name that is not there. */
export function nearestOf(name: string, names: readonly string[]): string {
  if (names.length === 0) return 'there are no sources.';
  const near = closest(name, names);
  if (distance(name, near) <= Math.ceil(name.length * 0.4)) return `did you mean \`${near}\`?`;
  const shown = names.slice(0, 12).map((one) => `\`${one}\``);
  return `there ${names.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${names.length > 12 ? ' …' : '.'}`;
}
