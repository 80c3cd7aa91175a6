/** A source in one sentence: whether it is worth aligning on, and by how much. */
import { score, shorten } from '../../common/format.ts';
import { headlineLis, metricName } from '../estimates.ts';
import type { Estimate, Report, SourceReport, Verdict } from '../schema.ts';

/** A longer name is cut. */
const MOST_LETTERS = 40;

export const shortName = (name: string): string => shorten(name, MOST_LETTERS);

/** `0.020 ± 0.005`: half the width of the interval; four digits where three would hide it. */
export function gainText({ value, low, high }: Estimate): string {
  const half = (high - low) / 2;
  const digits = Math.min(Math.abs(value), half) < 0.001 ? 4 : 3;
  return `${value.toFixed(digits)} ± ${half.toFixed(digits)}`;
}

export function sourceSentence(source: SourceReport, report: Report): string {
  const name = shortName(source.name);
  const verdicts = report.verdicts.filter(({ target }) => target === source.name);
  const [leading] = verdicts;
  const lis = headlineLis(source);
  const gain = gainText(lis);
  const metric = metricName(report);
  const ranker = rankerText(report);
  if (source.coverage === 0 && leading?.code !== 'label-leak')
    return `${name} touches no row of the log: check its ids, times and columns.`;
  switch (leading?.code) {
    case 'label-leak': {
      const columns = (leading.columns ?? []).map((column) => shortName(column.name));
      const which = columns.length === 0 ? '' : ` (${columns.slice(0, 3).join(', ')})`;
      return `${name} holds the label${which}: no gain by it means anything.`;
    }
    case 'headroom': {
      if (verdicts.some(({ code }) => code === 'artefact'))
        return `${name} is not worth aligning on as it stands: most of its ${gain} ${metric} is there without any relation between items.`;
      if (source.lis.transferable === undefined)
        return `${name} may be worth aligning on: it adds ${gain} ${metric} to ${ranker}, which may be users' own future.`;
      return `${name} is worth aligning on${doubt(verdicts)}: it could raise ${ranker} by up to ${gain} ${metric}.${already(source)}`;
    }
    case 'no-headroom':
      return `${name} is not worth aligning on with ${ranker}: its gain is ${gain} ${metric}.`;
    case 'underpowered': {
      if (lis.se === 0)
        return `This log does not tell whether ${name} is worth aligning on: no head found a use for it.`;
      const least = source.minimumDetectable;
      const smallest =
        least > 0 ? `; the smallest gain that this log could detect is ${score(least)} (80 % power)` : '';
      return `This log does not tell whether ${name} is worth aligning on: its gain is ${gain} ${metric} over ${ranker}${smallest}.`;
    }
    default:
      return `${name} adds ${gain} ${metric} to ${ranker}${source.lis.transferable === undefined ? ", users' own later clicks included" : ''}.`;
  }
}

/** What else the verdicts say, that the reader must know before aligning on it. */
function doubt(verdicts: readonly Verdict[]): string {
  const has = (code: Verdict['code']): boolean => verdicts.some((verdict) => verdict.code === code);
  if (has('label-suspect')) return ', if none of its columns holds the label';
  if (has('ranker-dependent')) return ' with this ranker, and not with another';
  if (has('objective-dependent')) return ' by the label of the log, and not by every objective';
  return '';
}

/** What rebuilding from the past alone brings today. */
function already({ honestGain }: SourceReport): string {
  if (honestGain === undefined || honestGain.low <= 0) return '';
  const { value } = honestGain;
  return ` Rebuilding it once a slice already gives ${value.toFixed(value < 0.001 ? 4 : 3)} of that.`;
}

/** `this ranker (AUC 0.656)` */
function rankerText({ arms }: Report): string {
  const auc = arms.find(({ arm }) => arm === 'base')?.auc;
  return auc === undefined ? 'this ranker' : `this ranker (AUC ${auc.toFixed(3)})`;
}
