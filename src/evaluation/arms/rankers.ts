/** The rankers of a run. The first one is what the report is about; the others show whether its verdicts survive a change. */
import {
  hasFactors,
  isBuiltIn,
  isCommand,
  isLogged,
  learns,
  readsBins,
  withTower,
} from '../../specfile/ranker-kinds.ts';
import { pathText } from '../../specfile/reading/problem.ts';
import type { AnyRanker, FmOptions, Spec } from '../../specfile/schema.ts';
import { builtInRanker, fmOptions, rankerOf } from '../../specfile/schema-ranker.ts';
import type { FieldForm } from './fields.ts';

/**
 * `rankers` where the spec names several, else `ranker` alone. A kind named without options has those of `ranker` where that
 * is of the kind, else the defaults.
 */
export function rankersOf(spec: Spec): [AnyRanker, ...AnyRanker[]] {
  const written = spec.ranker;
  const [first, ...others] = (spec.rankers ?? [written]).map((ranker): AnyRanker => {
    if (typeof ranker !== 'string') return ranker;
    return written.kind === ranker ? written : rankerOf(ranker);
  });
  return [first!, ...others];
}

/** Whether the ranker gives the base's scores alone, and heads are trained on them. */
export const inTwoStages = (spec: Pick<Spec, 'training'>, ranker: AnyRanker): boolean =>
  spec.training === 'staged' || !learns(ranker);

/**
 * The factorisation machine whose item vectors `id-embedding` reads: the ranker itself, or its factors without the tower.
 * A ranker without factors of its own is stood in for by the machine with its defaults.
 */
export function idRankerOf(ranker: AnyRanker): FmOptions {
  if (!hasFactors(ranker)) return fmOptions.parse({});
  const { factors, learningRate, l2, l2Factors, initialScale } = ranker;
  return fmOptions.parse({ factors, learningRate, l2, l2Factors, initialScale });
}

/**
 * Key of the spec that gives a ranker's options, as messages name it. A kind that `rankers` names alone has those of `ranker`.
 * @param index of the ranker in `rankersOf`
 * @param given names of the options that the spec gives to it
 */
export function rankerKey({ rankers }: Spec, index: number, given: ReadonlySet<string>): string {
  const isWritten = rankers === undefined || (typeof rankers[index] === 'string' && given.size > 0);
  return isWritten ? 'ranker' : pathText(['rankers', index]);
}

/** Key of the spec that names the program of the user's own. */
export function commandPath({ rankers }: Spec): (string | number)[] {
  const index = rankers?.findIndex((ranker) => typeof ranker !== 'string' && isCommand(ranker)) ?? -1;
  return index < 0 ? ['ranker', 'command'] : ['rankers', index, 'command'];
}

/** The spec with its first ranker and the label of the log alone, at the place where the spec has it: what goes wrong with it is said there. */
export function withFirstRanker(spec: Spec): Spec {
  const [first] = rankersOf(spec);
  // Logged scores stand under `ranker` alone.
  return spec.rankers === undefined || isLogged(first)
    ? { ...spec, objectives: [], ranker: first }
    : { ...spec, objectives: [], rankers: [first] };
}

/**
 * Fields are built once for all rankers: numbers beside the bins where one of them reads numbers. A program reads no bins;
 * where it is alone, the bins are those that a ranker has by default. In two stages it reads the base alone.
 */
export function fieldForm(spec: Spec, block: 'base' | 'arms'): FieldForm {
  const rankers = rankersOf(spec);
  const binned = rankers.find(readsBins) ?? builtInRanker('fm');
  return {
    bins: binned.bins,
    dense: rankers.some((ranker) => isBuiltIn(ranker) && withTower(ranker)),
    numeric: rankers.some((ranker) => isCommand(ranker) && (block === 'base' || !inTwoStages(spec, ranker))),
  };
}
