/** How small a LIS an evaluation finds, in words. */
import { score } from '../../../common/format.ts';

/** Nothing where the arms are one and the same model: that says nothing of how small a LIS would be found. */
export function detectable(least: number, which: string): string {
  return least > 0 ? `Smallest ${which} LIS that this evaluation would detect: ${score(least)}. ` : '';
}
