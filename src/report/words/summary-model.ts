/** A model in one sentence: what its representation brings, and where the bottleneck is. */
import { headlineLis, metricName } from '../estimates.ts';
import type { ModelReport, Report } from '../schema.ts';
import { gainText, shortName } from './summary-source.ts';

export function modelSentence(model: ModelReport, report: Report): string {
  const name = shortName(model.name);
  const [leading] = report.verdicts.filter(({ target }) => target === model.name);
  const gain = `${gainText(model.ais)} ${metricName(report)}`;
  const share = bestShare(model, report);
  switch (leading?.code) {
    case 'label-leak':
      return `${name} holds the label: no gain by it means anything.`;
    case 'alignment-bottleneck':
      return `The model ${name} brings ${gain}${share ?? ''}: the alignment is the bottleneck.`;
    case 'data-bottleneck':
      return `The model ${name} brings ${gain}${share ?? ''}: the data is the bottleneck.`;
    case 'exceeds-reference':
      return `The model ${name} brings ${gain}, more than any source here could: it knows more than this data, or its outputs leak.`;
    default:
      return model.ais.low > 0
        ? `The model ${name} brings ${gain}${share ?? ''}.`
        : `It is not shown that the model ${name} brings anything: ${gain}.`;
  }
}

/** `, 40 % of what co-click could`, of the source with the highest LIS that it can be held against. */
function bestShare({ captured }: ModelReport, { sources }: Report): string | undefined {
  const [best] = sources
    .flatMap((source) => {
      const part = captured[source.name];
      return part === undefined || part === null ? [] : [{ source, part }];
    })
    .sort((a, b) => headlineLis(b.source).value - headlineLis(a.source).value);
  if (best === undefined || best.part.value <= 0) return undefined;
  return `, ${Math.round(best.part.value * 100)} % of what ${shortName(best.source.name)} could`;
}
