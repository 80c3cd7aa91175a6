/** Written by `npm run build` from src/kernels/assembly/adapter.ts: change that file instead. */
import type { KernelInterface, u32, usize } from '../interface.ts';

export interface Adapter {
  /** `units` become W x of the first `rows` of x, a multiple of 4, and `gradient` Σ x (W x): a step towards the directions that x has most of. */
  correlate(values: { plan: usize; rows: u32 }): void;

  /** `units` become the adapted vectors of the first `rows` of x, a multiple of 4. A vector that W maps to 0 stays 0. */
  adapt(values: { plan: usize; rows: u32 }): void;

  /** One Adam step on the batch. */
  trainBatch(plan: usize): void;

  /** The batch's mean loss into the state, and its gradient of the weights into `gradient`. */
  differentiate(plan: usize): void;
}

export const adapter: KernelInterface<Adapter> = {
  name: 'adapter',
  bind: (raw) => ({
    correlate: (v) => raw.correlate(v.plan, v.rows),
    adapt: (v) => raw.adapt(v.plan, v.rows),
    trainBatch: (plan) => raw.trainBatch(plan),
    differentiate: (plan) => raw.differentiate(plan),
  }),
};
