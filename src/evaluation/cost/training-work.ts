/** What one visit of a training row takes a ranker that is trained here. */
import type { RankerOptions } from '../../specfile/schema.ts';
import type { Work } from './units.ts';

const LINE_BYTES = 64;
/** A tower is gone through forwards and, for its gradients, twice backwards. */
const TOWER_WAYS = 3;

type OptionsOf<Kind> = Extract<RankerOptions, { kind: Kind }>;

const VISITS: {
  readonly [Kind in RankerOptions['kind']]: (options: OptionsOf<Kind>, fields: number) => Work;
} = {
  lr: (_, fields) => ({ 'lr cell': fields }),
  fm: factorWork,
  deepfm: (options, fields) => {
    const widths = [fields * options.factors, ...options.hidden, 1];
    const products = widths.slice(1).reduce((sum, width, layer) => sum + width * widths[layer]!, 0);
    return { ...factorWork(options, fields), 'tower product': TOWER_WAYS * products };
  },
};

/** The table rows of a row's fields, in cache lines. */
function factorWork({ factors }: Pick<RankerOptions, 'factors'>, fields: number): Work {
  return { 'fm line': fields * Math.ceil((16 + 4 * factors) / LINE_BYTES) };
}

/** One row visited once. */
export function trainingWork(options: RankerOptions, fields: number): Work {
  const visit = VISITS[options.kind] as (options: RankerOptions, fields: number) => Work;
  return visit(options, fields);
}
