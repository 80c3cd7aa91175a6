/** What the kernels of all ranker kinds show to what trains them. */

/** Byte addresses inside a kernel's memory. */
export interface Layout {
  /** Global bias and its accumulator. */
  state: number;
  /** Scratch of the kernel. */
  sums: number;
  /** Row-major table row numbers of a block, u32. */
  ids: number;
  /** Labels of a block, u8. */
  labels: number;
  /** Logits of a block, f32. */
  out: number;
  table: number;
  /** Row-major dense inputs of a block, f32; only where the kind reads any. */
  dense?: number;
}

/** Byte addresses of a projection, and how many numbers a vector takes: zeros pad it. */
export interface ProjectionAddresses {
  floats: number;
  /** Vectors of a block's rows. */
  vectors: number;
  /** Accumulators of W and of w. */
  squares: number;
  /** w, `floats` numbers. */
  weights: number;
  /** W, floats × factors; `lr` has none. */
  matrix: number;
}

/** Names of the fields and of the dense inputs, in the order of a block's columns. */
export interface InputNames {
  fields: readonly string[];
  denses: readonly string[];
}

/** What a row of a task is made of. */
export interface KindInputs {
  fields: number;
  /** Dense inputs; kinds without a tower read none. */
  denses: number;
  /** Numbers of the vectors that a field is a projection of; 0 where none is. */
  dimension: number;
}

/** The kernel of one kind, its hyper-parameters bound. */
export interface Kind {
  /** The kernel's memory. */
  buffer: ArrayBuffer;
  layout: Readonly<Layout>;
  /** Bytes of one table row. */
  rowBytes: number;
  /** Bytes from `layout.state` on that training changes, beside the table: the bias, and whatever else has no id. */
  stateBytes: number;
  /** Dense inputs of a row that it reads. */
  denses: number;
  /** Only where a field is a projection of vectors. */
  projection?: ProjectionAddresses | undefined;
  /** Sets what has no id and is not the bias to initial values that depend on the seed and the fields' names alone. */
  initShared?(seed: number, names: InputNames): void;
  /**
   * Sets codes [from, to) of the field whose table rows begin at `firstRow` to their initial values.
   * @param keys by code, what these are drawn from; a code is its own key where absent
   */
  initField(
    firstRow: number,
    from: number,
    to: number,
    seed: number,
    nameHash: number,
    keys?: Uint32Array,
  ): void;
  /** One online step for each of the block's first `rows` rows. */
  train(rows: number): void;
  /** Logits of the block's first `rows` rows. */
  score(rows: number): void;
}
