/** Written by `npm run build` from src/kernels/assembly/metrics.ts: change that file instead. */
import type { KernelInterface, f64, u32, usize } from '../interface.ts';

export interface Metrics {
  digits(): u32;

  floatDigits(): u32;

  histogramBytes(): u32;

  nonFiniteCount(): u32;

  positiveCount(): u32;

  negativeCount(): u32;

  /** P(score of a positive > score of a negative) + ½ P(equal). Exact up to the one division. */
  area(): f64;

  reset(histograms: usize): void;

  /** Keys and order words of rows [from, to). */
  loadRows(values: {
    scores: usize;
    labels: usize;
    keys: usize;
    order: usize;
    histograms: usize;
    from: u32;
    to: u32;
  }): void;

  /** Records of rows [from, to): key above order word. */
  loadFloats(values: {
    scores: usize;
    labels: usize;
    records: usize;
    histograms: usize;
    from: u32;
    to: u32;
  }): void;

  /** Prepares a pass; false where it can be left out. */
  startPass(values: { histograms: usize; digit: u32 }): boolean;

  scatter(values: {
    histograms: usize;
    digit: u32;
    keysIn: usize;
    orderIn: usize;
    keysOut: usize;
    orderOut: usize;
    from: u32;
    to: u32;
  }): void;

  scatterFloats(values: {
    histograms: usize;
    digit: u32;
    recordsIn: usize;
    recordsOut: usize;
    from: u32;
    to: u32;
  }): void;

  /**
   * Walks the tied groups of the sorted records from `from`, at least up to `to`, and stores each row's component in
   * `components` (one f64 per row; 0 for none): for a positive the share of negatives below + ½ of those tied, for a
   * negative the share of positives above + ½ of those tied. Returns where the next piece starts.
   */
  place(values: { keys: usize; order: usize; components: usize; from: u32; to: u32 }): u32;

  /** As `place`, of records. */
  placeFloats(values: { records: usize; components: usize; from: u32; to: u32 }): u32;
}

export const metrics: KernelInterface<Metrics> = {
  name: 'metrics',
  bind: (raw) => ({
    digits: () => raw.digits() >>> 0,
    floatDigits: () => raw.floatDigits() >>> 0,
    histogramBytes: () => raw.histogramBytes() >>> 0,
    nonFiniteCount: () => raw.nonFiniteCount() >>> 0,
    positiveCount: () => raw.positiveCount() >>> 0,
    negativeCount: () => raw.negativeCount() >>> 0,
    area: () => raw.area(),
    reset: (histograms) => raw.reset(histograms),
    loadRows: (v) => raw.loadRows(v.scores, v.labels, v.keys, v.order, v.histograms, v.from, v.to),
    loadFloats: (v) => raw.loadFloats(v.scores, v.labels, v.records, v.histograms, v.from, v.to),
    startPass: (v) => raw.startPass(v.histograms, v.digit) !== 0,
    scatter: (v) => raw.scatter(v.histograms, v.digit, v.keysIn, v.orderIn, v.keysOut, v.orderOut, v.from, v.to),
    scatterFloats: (v) => raw.scatterFloats(v.histograms, v.digit, v.recordsIn, v.recordsOut, v.from, v.to),
    place: (v) => raw.place(v.keys, v.order, v.components, v.from, v.to) >>> 0,
    placeFloats: (v) => raw.placeFloats(v.records, v.components, v.from, v.to) >>> 0,
  }),
};
