/** A model in one sentence: what its representation brings, and where the bottleneck is. */
import { metricName, referenceSource } from '../estimates.ts';
import type { ModelReport, Report } from '../schema.ts';
import { gainText, shortName } from './summary-source.ts';

export function modelSentence(model: ModelReport, report: Report): string {
  const name = shortName(model.name);
  const [leading] = report.verdicts.filter(({ target }) => target === model.name);
  const gain = `${gainText(model.ais)} ${metricName(report)}`;
  const share = shareOf(model, report) ?? '';
  switch (leading?.code) {
    case 'label-leak':
      return `${name} holds the label: no gain by it means anything.`;
    case 'alignment-bottleneck':
      return `The model ${name} brings ${gain}${share}: the alignment is the bottleneck.`;
    case 'data-bottleneck':
      return `The model ${name} brings ${gain}${share}: the data is the bottleneck.`;
    case 'exceeds-reference': {
      const best = referenceSource(report.sources);
      const than = best === undefined ? 'the data here' : shortName(best.name);
      return `The model ${name} brings ${gain}, more than ${than} could: it knows more than this data, or its outputs leak.`;
    }
    case 'low-coverage':
      return `The model ${name} brings ${gain}, and has vectors in ${Math.round(100 * model.coverage)} % of the rows alone.`;
    default:
      return model.ais.low > 0
        ? `The model ${name} brings ${gain}${share}.`
        : `It is not shown that the model ${name} brings anything: ${gain}.`;
  }
}

/** `, 40 % of what co-click could`: of the source that the verdicts hold it against. */
function shareOf({ captured }: ModelReport, { sources }: Report): string | undefined {
  const best = referenceSource(sources.filter(({ name }) => (captured[name] ?? null) !== null));
  const part = best && captured[best.name];
  if (best === undefined || part === undefined || part === null || part.value <= 0) return undefined;
  return `, ${Math.round(part.value * 100)} % of what ${shortName(best.name)} could`;
}
