/**
 * Where the bottleneck is: judgements on what a model really gave, held against what the data could give. As with sources, each
 * fires by its own interval.
 */
import { percent } from '../report/format.ts';
import type { Estimate, ModelReport, SourceReport, Verdict } from '../report/schema.ts';
import { interval } from './verdict-words.ts';
import { headlineLis } from './verdicts.ts';

/** Captured below this: the model has not learnt the data. Above the other: it has what the data can give. */
const LITTLE = 0.3;
const MOST = 0.8;

export interface ModelVerdictOptions {
  sources: readonly SourceReport[];
  /** Sources with headroom, by name. */
  headroom: ReadonlySet<string>;
}

type Judged = Pick<Verdict, 'code' | 'severity' | 'message' | 'action'>;

/** The verdicts on one model, source by source in the order of the report. */
export function modelVerdicts(model: ModelReport, options: ModelVerdictOptions): Verdict[] {
  return options.sources.flatMap((source) => {
    const judged = judge(model, source, options.headroom.has(source.name));
    return judged === undefined ? [] : [{ ...judged, target: model.name }];
  });
}

function judge(model: ModelReport, source: SourceReport, headroom: boolean): Judged | undefined {
  const lis = headlineLis(source);
  // Of another ranker, or of data that may say nothing, the LIS is no reference.
  const isReference = model.kind === 'embeddings' && lis.low > 0;
  if (isReference && model.ais.low > lis.high) return exceeds(model, source, lis);
  const captured = model.captured[source.name];
  if (captured === undefined || captured === null) return undefined;
  const part = `${model.name} brings AIS ${interval(model.ais)}, ${share(captured)} of the LIS of ${source.name} (${interval(lis)})`;
  if (headroom && captured.high < LITTLE) {
    return {
      code: 'alignment-bottleneck',
      severity: 'warning',
      message: `The data is good and the model has not learnt it: ${part}.`,
      action: `Work on the alignment, not on more data: loss, negatives, training length, or how the vectors reach the ranker. A probe shows what a cheap linear alignment on ${source.name} reaches.`,
    };
  }
  if (captured.low >= MOST) {
    return {
      code: 'data-bottleneck',
      severity: 'info',
      message: `The model already has what this data can give: ${part}.`,
      action: 'Look for other preference data: aligning longer on this one cannot bring much more.',
    };
  }
  return undefined;
}

function exceeds(model: ModelReport, source: SourceReport, lis: Estimate): Judged {
  return {
    code: 'exceeds-reference',
    severity: 'info',
    message: `The AIS of ${model.name}, ${interval(model.ais)}, lies above the LIS of ${source.name}, ${interval(lis)}: the model knows more than this source, or its outputs leak.`,
    action:
      'Check that the vectors were computed without events of the evaluation window, and that no single feature ranks alone with an AUC near 1. A good content model may know more than one source: this is a reference ceiling, not a bound.',
  };
}

/** `41.0 % [22.1 %, 64.0 %]` */
function share({ value, low, high }: Estimate): string {
  return `${percent(value)} [${percent(low)}, ${percent(high)}]`;
}
