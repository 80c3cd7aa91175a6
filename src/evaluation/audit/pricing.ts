/** Which findings have a price, and why the others have none. */
import type { Found } from '../../audit/data/check.ts';
import type { AuditColumn, AuditSubject } from '../../audit/data/subject.ts';
import { Failure } from '../../common/failure.ts';
import type { Engine } from '../../data/engine.ts';
import { adjustedInterval } from '../../metrics/index.ts';
import type { Estimate } from '../../report/schema.ts';
import type { LoadedSpec } from '../load-spec.ts';
import { type Prices, pricesOf } from './price.ts';
import type { AuditRequest } from './request.ts';
import { withTableColumns } from './table-columns.ts';

/** Of all prices of an audit together (Bonferroni: each interval is at 1 − 0.05 / n). */
const LEVEL = 0.95;
/** Columns that are priced, at most, unless the request says otherwise: each takes a head. */
const MOST_PRICED = 16;

/** A price, or why there is none; neither where the finding is of a kind that has no price. */
export interface Priced {
  price?: Estimate | undefined;
  unpriced?: string | undefined;
}

export interface Pricing {
  baseAuc?: number | undefined;
  /** How many prices there are, whose intervals hold together. */
  together: number;
  priceOf(found: Found): Priced;
}

/**
 * Prices what the checks found, where prices are asked for. A run that the data does not allow leaves the findings without a price.
 * @throws Cancelled; Failure of other kinds than `data`
 */
export async function priceFindings(
  found: readonly Found[],
  subject: AuditSubject,
  loaded: LoadedSpec,
  request: AuditRequest,
  engine: Engine,
): Promise<Pricing> {
  const { columns, data, evaluation } = subject;
  const most = request.mostPriced ?? MOST_PRICED;
  const wanted = [...found.filter(isPriced)].sort(
    (a, b) => Number(a.onlyAbove !== undefined) - Number(b.onlyAbove !== undefined),
  );
  const byName = new Map(columns.map((column) => [column.name, column]));
  const isKnown = (column: AuditColumn | undefined): column is AuditColumn => column !== undefined;
  const all = [...new Set(wanted.map(({ target }) => target))]
    .map((name) => byName.get(name))
    .filter(isKnown);
  const suspects = all.slice(0, most);
  const split = found.some(isPricedSplit);
  let prices: Prices | undefined;
  let failed: string | undefined;
  if (request.price !== false && (suspects.length > 0 || split)) {
    try {
      prices = await pricesOf(
        loaded,
        suspects,
        split ? evaluation.length / data.rows : undefined,
        request,
        withTableColumns(engine, suspects, subject),
      );
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'data') throw error;
      failed = error.message;
    }
  }
  const whyNot = (): string => {
    if (request.price === false) return 'no price was asked for';
    if (failed !== undefined) return failed;
    return `no more than ${most} columns are priced`;
  };
  const together = (prices?.columns.size ?? 0) + (prices?.split === undefined ? 0 : 1);
  const joint = (price: Estimate) => adjustedInterval(price, 1 - (1 - LEVEL) / together);
  return {
    baseAuc: prices?.baseAuc,
    together,
    priceOf: (finding) => {
      if (isPricedSplit(finding))
        return prices?.split === undefined ? { unpriced: failed } : { price: joint(prices.split) };
      if (!isPriced(finding)) return {};
      const price = prices?.columns.get(finding.target);
      return price === undefined ? { unpriced: whyNot() } : { price: joint(price) };
    },
  };
}

/** Of the spec; the split that a framework would make is not one that is trained here. */
function isPricedSplit({ about, code, specPath }: Found): boolean {
  return about === 'split' && code.endsWith('-split') && specPath !== undefined;
}

function isPriced({ about, code }: Found): boolean {
  return about === 'column' && code !== 'identifier-order' && code !== 'column-drift';
}
