/** Written by `npm run build` from the classes `@unmanaged` of src/kernels/assembly/: change these instead. */
import { record } from '../record.ts';

// src/kernels/assembly/adapter.ts
/** Where an adapter finds everything. Addresses and strides are bytes. */
export const AdapterPlan = record({
  /** 2 × batch vectors: the left items of the pairs, then the right ones. Rows of `stride` bytes. */
  x: 'u32',
  stride: 'u32',
  /** Numbers of an input vector and of an adapted one, pairs of a batch: multiples of 4. */
  inputs: 'u32',
  outputs: 'u32',
  batch: 'u32',
  /** Items of the batch's vectors (u32), in their order. */
  items: 'u32',
  /** W, inputs × outputs, and of the same form its gradient and Adam's second and first moments. */
  weights: 'u32',
  gradient: 'u32',
  squares: 'u32',
  moments: 'u32',
  /** 2 × batch adapted vectors of unit length, the loss's gradient of them, and one over their lengths before. */
  units: 'u32',
  deltas: 'u32',
  lengths: 'u32',
  /** batch × batch, and the sums of its columns. */
  matrix: 'u32',
  columns: 'u32',
  /** Zeros, as many as outputs. */
  zeros: 'u32',
  /** Number of steps (f32: beyond 2^24 the corrections are 1), loss of the last batch. */
  state: 'u32',
  rate: 'f32',
  temperature: 'f32',
});

// src/kernels/assembly/boost/split.ts
/** Limits of splits, as the caller writes them. */
export const Limits = record({
  l2: 'f64',
  minHessian: 'f64',
  categorySmooth: 'f64',
  categoryL2: 'f64',
  minRows: 'u32',
  minCategoryRows: 'u32',
  minGroupRows: 'u32',
  mostCategories: 'u32',
  categoryCost: 'f64',
});

// src/kernels/assembly/boost/split.ts
/** The best split so far, as the caller reads it. */
export const Split = record({
  gain: 'f64',
  leftGradient: 'f64',
  leftHessian: 'f64',
  leftRows: 'u32',
  column: 'u32',
  /** Codes that go left, a bit each. */
  set0: 'u64',
  set1: 'u64',
  set2: 'u64',
  set3: 'u64',
});

// src/kernels/assembly/tables/projection.ts
/** A record that `writeProjection` in src/ranker/projection.ts writes. Addresses are bytes. */
export const Projection = record({
  /** Accumulators of W and of w, f32 each. */
  squares: 'u32',
  /** w, `floats` numbers, and W, floats × factors, row by row; the gradients of both, for rankers that train in batches. */
  weights: 'u32',
  matrix: 'u32',
  weightGradients: 'u32',
  matrixGradients: 'u32',
  /** ∂L/∂v of one row. */
  gradient: 'u32',
  /** The vectors of the block's rows, `floats` numbers each, a multiple of 4: zeros pad them. */
  vectors: 'u32',
  floats: 'u32',
  /** Bytes from the ids of a row to that of the field, and the table row of its missing value. */
  column: 'u32',
  missing: 'u32',
  /** 1 / dimension: an accumulator holds the mean squared gradient over the numbers of w, or of W. */
  share: 'f32',
});

// src/kernels/assembly/tower/plan.ts
export const DeepFmPlan = record({
  /** Rows of ids: see ../tables/table.ts; a row's place is the address behind its entry in the list of the batch. */
  table: 'u32',
  /** Global bias and its accumulator, number of steps, random lanes of dropout (16 bytes from byte 16). */
  state: 'u32',
  /** The block: table row numbers (`fields` a row), dense inputs (`dense` a row), labels, logits. */
  ids: 'u32',
  dense: 'u32',
  labels: 'u32',
  out: 'u32',
  fields: 'u32',
  factors: 'u32',
  denses: 'u32',
  /** Rows of a batch, a multiple of 4. */
  batch: 'u32',
  /** Inputs of the first layer, batch × `inputs` with rows of `inputStride` bytes, and their gradient. */
  x: 'u32',
  dx: 'u32',
  inputs: 'u32',
  inputStride: 'u32',
  /** Σ_i v_i of each row. */
  sums: 'u32',
  /** p − y of each row. */
  errors: 'u32',
  /** Gradient of the weight of each id of the batch. */
  weightGradients: 'u32',
  /** The distinct ids of the batch: addresses of table row, factors' gradient, weight's gradient. */
  distinct: 'u32',
  /** Parameters of the tower, and of the same form their gradient and Adam's second and first moments. */
  tower: 'u32',
  gradient: 'u32',
  squares: 'u32',
  moments: 'u32',
  /** Numbers of the tower's parameters, a multiple of 4, and of hidden layers; the layers' records. */
  parameters: 'u32',
  layers: 'u32',
  layer: 'u32',
  rate: 'f32',
  l2: 'f32',
  l2Factors: 'f32',
  towerRate: 'f32',
  l2Tower: 'f32',
  /** Dropped units of 2^24, and what the kept ones are multiplied with. */
  dropped: 'u32',
  keptScale: 'f32',
  /** The record of the field that is a projection, 0 where none is: see ../tables/projection.ts. */
  projection: 'u32',
});

// src/kernels/assembly/tower/plan.ts
/** One hidden layer. */
export const Layer = record({
  inputs: 'u32',
  outputs: 'u32',
  /** Bytes from the beginning of the parameters: weights (inputs × outputs), then biases. */
  weights: 'u32',
  biases: 'u32',
  /** Batch × outputs: values after rectifier and dropout, and the loss's gradient before them. */
  values: 'u32',
  deltas: 'u32',
});
