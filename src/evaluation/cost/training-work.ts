/** What one visit of a training row takes a ranker that is trained here. */
import type { BuiltInRanker } from '../../specfile/schema-ranker.ts';
import type { Work } from './units.ts';

const LINE_BYTES = 64;
/** A tower is gone through forwards and, for its gradients, twice backwards. */
const TOWER_WAYS = 3;

/** One row visited once. */
export function trainingWork(ranker: BuiltInRanker, fields: number): Work {
  if (ranker.kind === 'lr') return { 'lr cell': fields };
  const lines = fields * Math.ceil((16 + 4 * ranker.factors) / LINE_BYTES);
  if (ranker.kind === 'fm') return { 'fm line': lines };
  const widths = [fields * ranker.factors, ...ranker.hidden, 1];
  const products = widths.slice(1).reduce((sum, width, layer) => sum + width * widths[layer]!, 0);
  return { 'fm line': lines, 'tower product': TOWER_WAYS * products };
}
