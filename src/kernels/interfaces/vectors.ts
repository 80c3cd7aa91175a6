/** Written by `npm run build` from src/kernels/assembly/vectors.ts: change that file instead. */
import type { KernelInterface, i32, u32, usize } from '../interface.ts';

export interface Vectors {
  /**
   * Features of `rows` candidates of one user.
   *
   * Candidate r lies at candidates + r · bytes. Its history are the vectors history + index · bytes for the indices
   * picked[pickedStart[r] .. pickedStart[r + 1]), at least one. out receives 2 + tiers f32 per row: maximum, mean, counts of
   * the tiers, whose borders divide [−1, 1] evenly; a cosine on a border belongs to the tier above, 1 to the last.
   * `cosines` is scratch for as many f32 as the longest history, and one more.
   */
  features(values: {
    candidates: usize;
    rows: u32;
    history: usize;
    picked: usize;
    pickedStart: usize;
    bytes: usize;
    tiers: i32;
    cosines: usize;
    out: usize;
  }): void;
}

export const vectors: KernelInterface<Vectors> = {
  name: 'vectors',
  bind: (raw) => ({
    features: (v) => raw.features(v.candidates, v.rows, v.history, v.picked, v.pickedStart, v.bytes, v.tiers, v.cosines, v.out),
  }),
};
