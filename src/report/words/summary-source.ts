/** A source in one sentence: whether it is worth aligning on, and by how much. */
import { score, shorten } from '../../common/format.ts';
import { headlineLis, metricName } from '../estimates.ts';
import type { Estimate, Report, SourceReport } from '../schema.ts';

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
      return `${name} is worth aligning on: it could raise ${ranker} by up to ${gain} ${metric}.${already(source)}`;
    }
    case 'no-headroom':
      return source.coverage === 0
        ? `${name} touches no row of the log: check its ids, times and columns.`
        : `${name} is not worth aligning on with ${ranker}: it adds ${gain} ${metric}.`;
    case 'underpowered': {
      const least = source.minimumDetectable;
      const smallest =
        least > 0 ? `; the smallest gain that it could detect is ${score(least)} (80 % power)` : '';
      return `This log does not tell whether ${name} is worth aligning on: it adds ${gain} ${metric} to ${ranker}${smallest}.`;
    }
    default:
      return `${name} adds ${gain} ${metric} to ${ranker}${source.lis.transferable === undefined ? ", users' own later clicks included" : ''}.`;
  }
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
