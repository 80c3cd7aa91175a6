/** One model in the terminal's table: judgements, what it brings and captured, why some of it has no number, and where it sits. */

import { pValue, shorten } from '../../common/format.ts';
import { type ModelEstimate, modelEstimates, usualLevel, written } from '../estimates.ts';
import type { ModelReport, Report } from '../schema.ts';
import { modelFacts, modelOrigin, undefinedNumbers } from '../words/models.ts';
import { curveLine } from '../words/tables/curve-line.ts';
import { hanging, INDENT, type Paint, section } from './paint.ts';
import { NAME_WIDTH, segmentLines, titled } from './table-parts.ts';

/** All lines of a model, whose AIS is a difference of `metric`; blocks are divided by empty lines. */
export function modelLines(
  model: ModelReport,
  { arms, verdicts, base }: Pick<Report, 'arms' | 'verdicts' | 'base'>,
  metric: string,
  paint: Paint,
): string[] {
  const all = modelEstimates(model);
  const name = `Model ${shorten(model.name, NAME_WIDTH)}`;
  const [title, ...numbers] = section(name, estimateRows(all, metric), paint, modelOrigin(model));
  const ofModel = verdicts.filter(({ target }) => target === model.name);
  const curve = curveLine(base, model.name, 'AIS');
  const others = [
    undefinedNumbers(model, (text) => shorten(text, NAME_WIDTH)).flatMap((text) => hanging(INDENT, text)),
    hanging(INDENT, modelFacts(model, arms)),
    curve === undefined ? [] : hanging(INDENT, curve),
    segmentLines(model.segments, 'AIS', paint),
  ];
  return titled(title!, ofModel, numbers, others, paint);
}

function estimateRows(all: readonly ModelEstimate[], metric: string): string[][] {
  const rows = all.flatMap(({ name, unit, estimate }) => {
    if (estimate === null) return [];
    const { value, range, se } = written({ estimate, unit });
    // The p of a share would be that of the gain once more.
    return [[shorten(name, NAME_WIDTH), value, range, se, unit === 'share' ? '' : pValue(estimate.p)]];
  });
  const level = usualLevel(all.map(({ estimate }) => estimate));
  return [[`difference of ${metric}`, 'estimate', `${level} interval`, 'SE', 'p'], ...rows];
}
