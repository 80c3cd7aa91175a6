/** What `manifest.json` of an export says: which file holds what, and what each column is. */
export interface ExportedFile {
  /** Name inside the folder. */
  file: string;
  /** The source, or the model, that the features are of; both absent for the base. */
  source?: string;
  model?: string;
  rows: number;
  /**
   * `taken`: the name that the column would have, were it not another column's. `vectors`: the file that holds, once, the vectors
   * that the column's numbers stand for.
   */
  columns: { name: string; arm: string; feature: string; taken?: string; vectors?: string }[];
}

/** Which files an export has written. */
export interface FeatureManifest {
  version: 1;
  tool: string;
  spec: { path: string; hash: string };
  /** Of the folds and the placebo. */
  seed: number;
  folds: number;
  /** Columns that name a row in every file. `part`: 0 fit, 1 validate, 2 evaluate. */
  key: string[];
  files: ExportedFile[];
  /** Models that are given by score files, which have no features; absent where there are none. */
  scoresOnly?: string[];
}
