/** A model in one sentence: what its representation brings, and where the bottleneck is. */
import { metricName, referenceSource } from '../estimates.ts';
import type { ModelReport, Report } from '../schema.ts';
import { gainText, shortName } from './summary-source.ts';
import type { Translate } from './translate.ts';

export function modelSentence(model: ModelReport, report: Report, t: Translate): string {
  const name = shortName(model.name);
  const [leading] = report.verdicts.filter(({ target }) => target === model.name);
  const words = [name, gainText(model.ais), metricName(report)];
  const share = shareOf(model, report);
  switch (leading?.code) {
    case 'label-leak':
      return t('{0} holds the label: no gain by it means anything.', name);
    case 'alignment-bottleneck':
      return share === undefined
        ? t('The model {0} brings {1} {2}: the alignment is the bottleneck.', ...words)
        : t(
            'The model {0} brings {1} {2}, {3} % of what {4} could: the alignment is the bottleneck.',
            ...words,
            ...share,
          );
    case 'data-bottleneck':
      return share === undefined
        ? t('The model {0} brings {1} {2}: the data is the bottleneck.', ...words)
        : t(
            'The model {0} brings {1} {2}, {3} % of what {4} could: the data is the bottleneck.',
            ...words,
            ...share,
          );
    case 'exceeds-reference': {
      const best = referenceSource(report.sources);
      return best === undefined
        ? t(
            'The model {0} brings {1} {2}, more than the data here could: it knows more than this data, or its outputs leak.',
            ...words,
          )
        : t(
            'The model {0} brings {1} {2}, more than {3} could: it knows more than this data, or its outputs leak.',
            ...words,
            shortName(best.name),
          );
    }
    case 'low-coverage':
      return t(
        'The model {0} brings {1} {2}, and has vectors in {3} % of the rows alone.',
        ...words,
        Math.round(100 * model.coverage),
      );
    default:
      if (model.ais.low <= 0)
        return t('It is not shown that the model {0} brings anything: {1} {2}.', ...words);
      return share === undefined
        ? t('The model {0} brings {1} {2}.', ...words)
        : t('The model {0} brings {1} {2}, {3} % of what {4} could.', ...words, ...share);
  }
}

/** `40` percent of what `co-click` could: of the source that the verdicts hold it against. */
function shareOf({ captured }: ModelReport, { sources }: Report): [number, string] | undefined {
  const best = referenceSource(sources.filter(({ name }) => (captured[name] ?? null) !== null));
  const part = best && captured[best.name];
  if (best === undefined || part === undefined || part === null || part.value <= 0) return undefined;
  return [Math.round(part.value * 100), shortName(best.name)];
}
