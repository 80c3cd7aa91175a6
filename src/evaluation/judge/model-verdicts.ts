/**
 * Where the bottleneck is: judgements on what a model really gave, held against what the data could give. As with sources, each
 * fires by its own interval.
 */
import { percent } from '../../common/format.ts';
import { headlineLis, referenceSource } from '../../report/estimates.ts';
import { isScoredHere } from '../../report/model-kinds.ts';
import type { Estimate, ModelReport, SourceReport, Verdict } from '../../report/schema.ts';
import { interval } from './verdict-words.ts';
import { LOW_COVERAGE } from './verdicts.ts';

/** Captured below this: the model has not learnt the data. Above the other: it has what the data can give. */
const LITTLE = 0.3;
const MOST = 0.8;

export interface ModelVerdictOptions {
  sources: readonly SourceReport[];
  /** Sources with headroom that is no artefact, by name. */
  headroom: ReadonlySet<string>;
}

type Judged = Pick<Verdict, 'code' | 'severity' | 'message' | 'action'>;

/**
 * The verdicts on one model, held against the best data alone: the source of highest LIS, and for what divides by LIS the highest
 * among those of the same features. What is captured of lesser sources stands in the report; it says nothing of the bottleneck.
 */
export function modelVerdicts(model: ModelReport, { sources, headroom }: ModelVerdictOptions): Verdict[] {
  if (!isScoredHere(model)) return [];
  const best = referenceSource(sources);
  const divided = referenceSource(sources.filter(({ name }) => (model.captured[name] ?? null) !== null));
  const judged =
    (best !== undefined && model.ais.low > headlineLis(best).high ? exceeds(model, best) : undefined) ??
    (divided !== undefined ? hasIt(model, divided) : undefined) ??
    lowCoverage(model) ??
    (divided !== undefined && headroom.has(divided.name) ? hasNotLearnt(model, divided) : undefined);
  return judged === undefined ? [] : [{ ...judged, target: model.name }];
}

function hasNotLearnt(model: ModelReport, source: SourceReport): Judged | undefined {
  if (model.captured[source.name]!.high >= LITTLE) return undefined;
  return {
    code: 'alignment-bottleneck',
    severity: 'warning',
    message: `The data is good and the model has not learnt it: ${part(model, source)}.`,
    action: `Work on the alignment, not on more data: loss, negatives, training length, or how the vectors reach the ranker. A probe shows what a cheap linear alignment on ${source.name} reaches.`,
  };
}

function hasIt(model: ModelReport, source: SourceReport): Judged | undefined {
  if (model.captured[source.name]!.low < MOST) return undefined;
  return {
    code: 'data-bottleneck',
    severity: 'info',
    message: `The model already has what this data can give: ${part(model, source)}.`,
    action: 'Look for other preference data: aligning longer on this one cannot bring much more.',
  };
}

/** Good vectors of few items bring little, and no better alignment would bring more. */
function lowCoverage({ name, coverage, ais }: ModelReport): Judged | undefined {
  if (coverage >= LOW_COVERAGE) return undefined;
  return {
    code: 'low-coverage',
    severity: 'info',
    message: `In ${percent(coverage)} of the evaluation rows, less than ${percent(LOW_COVERAGE)}, candidate and history have vectors of ${name}: its AIS ${interval(ais)} speaks for those.`,
    action: 'Compute the vectors of more of the items before judging the model or its alignment.',
  };
}

function exceeds(model: ModelReport, source: SourceReport): Judged {
  const kind = source.lis.transferable === undefined ? 'total' : 'transferable';
  return {
    code: 'exceeds-reference',
    severity: 'info',
    message: `The AIS of ${model.name}, ${interval(model.ais)}, lies above the highest ${kind} LIS, that of ${source.name}, ${interval(headlineLis(source))}: the model knows more than this data, or its outputs leak.`,
    action:
      'Check that the vectors were computed without events of the evaluation window, and that no single feature ranks alone with an AUC near 1. A good content model may know more than the data: the LIS is a reference ceiling, not a bound.',
  };
}

function part(model: ModelReport, source: SourceReport): string {
  const lis = interval(headlineLis(source));
  return `${model.name} brings AIS ${interval(model.ais)}, ${share(model.captured[source.name]!)} of the LIS of ${source.name} (${lis})`;
}

/** `41.0 % [22.1 %, 64.0 %]` */
function share({ value, low, high }: Estimate): string {
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}
