/** Whether a model's vectors can say what a source prefers at all: the last question before its alignment is blamed. */
import { percent, signed } from '../../common/format.ts';
import { headlineLis } from '../../report/estimates.ts';
import type { Estimate, ModelReport, ProbeReport, SourceReport, Verdict } from '../../report/schema.ts';
import { interval } from './verdict-words.ts';

/** Evaluation rows that vectors must reach before what they say of them is judged. */
const LEAST_COVERAGE = 0.6;

/** Part of the LIS that vectors must hold back, as they are and adapted, before they are said not to express the data. */
export const EXPRESSED = 0.3;

/** Gains over `EXPRESSED` of the source's LIS, each with its own interval. */
export interface BeyondExpressed {
  probe: Estimate;
  model: Estimate;
}

/**
 * The source has headroom, and neither the vectors nor their linear adapter reach `EXPRESSED` of its LIS: the upper limits of both
 * contrasts lie below 0.
 */
export function contentCannotExpress(
  model: ModelReport,
  probe: ProbeReport,
  source: SourceReport,
  beyond: BeyondExpressed,
): Omit<Verdict, 'target'> | undefined {
  if ((probe.coverage ?? 0) < LEAST_COVERAGE || beyond.probe.high >= 0 || beyond.model.high >= 0)
    return undefined;
  const { honestGain } = source;
  const learnt =
    honestGain === undefined
      ? ''
      : ` The windows it learns from bring ${signed(honestGain.value)} by themselves, rebuilt once a slice.`;
  return {
    code: 'content-cannot-express',
    severity: 'warning',
    message: `The vectors of ${model.name} hardly express what ${source.name} prefers: a linear adapter trained on it brings ${interval(probe.gain)}, less than ${percent(EXPRESSED)} of its LIS of ${interval(headlineLis(source))}, and the vectors as they are ${interval(model.ais)}.`,
    action: `Change what the model sees of an item (another modality, field, layer or encoder) before training its alignment for longer.${learnt}`,
  };
}
