/** Newton's method for the additive head, as far as it goes over rows. The caller lays out memory and decides on steps; see src/ranker/head/. */
export { addPairs, fold, foldPairs, product, sum } from './additive/sums';
export { weigh } from './additive/weigh';
