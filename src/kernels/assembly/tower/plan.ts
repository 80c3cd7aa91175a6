/**
 * Where a DeepFM finds everything: a record that the caller (src/ranker/deepfm.ts) writes once. Addresses and strides are bytes.
 */

// @ts-ignore: decorator
@unmanaged
export class DeepFmPlan {
  /** Rows of ids: see ../tables/table.ts; a row's place is the address behind its entry in the list of the batch. */
  table: u32;
  /** Global bias and its accumulator, number of steps, random lanes of dropout (16 bytes from byte 16). */
  state: u32;
  /** The block: table row numbers (`fields` a row), dense inputs (`dense` a row), labels, logits. */
  ids: u32;
  dense: u32;
  labels: u32;
  out: u32;
  fields: u32;
  factors: u32;
  denses: u32;
  /** Rows of a batch, a multiple of 4. */
  batch: u32;
  /** Inputs of the first layer, batch × `inputs` with rows of `inputStride` bytes, and their gradient. */
  x: u32;
  dx: u32;
  inputs: u32;
  inputStride: u32;
  /** Σ_i v_i of each row. */
  sums: u32;
  /** p − y of each row. */
  errors: u32;
  /** Gradient of the weight of each id of the batch. */
  weightGradients: u32;
  /** The distinct ids of the batch: addresses of table row, factors' gradient, weight's gradient. */
  distinct: u32;
  /** Parameters of the tower, and of the same form their gradient and Adam's second and first moments. */
  tower: u32;
  gradient: u32;
  squares: u32;
  moments: u32;
  /** Numbers of the tower's parameters, a multiple of 4, and of hidden layers; the layers' records. */
  parameters: u32;
  layers: u32;
  layer: u32;
  rate: f32;
  l2: f32;
  l2Factors: f32;
  towerRate: f32;
  l2Tower: f32;
  /** Dropped units of 2^24, and what the kept ones are multiplied with. */
  dropped: u32;
  keptScale: f32;
  /** The record of the field that is a projection, 0 where none is: see ../tables/projection.ts. */
  projection: u32;
}

/** One hidden layer. */
// @ts-ignore: decorator
@unmanaged
export class Layer {
  inputs: u32;
  outputs: u32;
  /** Bytes from the beginning of the parameters: weights (inputs × outputs), then biases. */
  weights: u32;
  biases: u32;
  /** Batch × outputs: values after rectifier and dropout, and the loss's gradient before them. */
  values: u32;
  deltas: u32;
}
