/** The file that a program is given: what to train on, and where to leave what it predicts. Its form is a promise. */
import { writeFile } from 'node:fs/promises';

export interface JobColumn {
  /** Its name in the file. */
  name: string;
  /** Numeric: null where missing. Categorical: whole codes, 0 where missing. Vector: the number of one, 0 where missing. */
  type: 'numeric' | 'categorical' | 'vector';
  /** Codes and numbers are below this. */
  cardinality?: number;
  /** Of vectors alone: their length, and the Parquet file that holds each `number` with its `vector`. */
  dimension?: number;
  vectors?: string;
  /** What the feature is called elsewhere: "count:item rate", "max". */
  feature?: string;
  /** This arm has no value of it in any row; other arms have. */
  missing?: true;
}

export interface JobFile {
  /** Absolute; Parquet. All files of a job have the same rows in the same order. */
  path: string;
  /** Columns that say which row it is and what is known of it; never to be learnt from. */
  key: string[];
  features: JobColumn[];
}

export interface Job {
  version: 1;
  /** "lis-lens 0.1.0" */
  tool: string;
  spec: { path: string; hash: string };
  /** "base", "leaked:co-click" */
  arm: string;
  /** The source that the arm's own features are of; absent for the base. */
  source?: string;
  seed: number;
  /** Where the base is trained in blocks: which of them, from 1, this run scores; the last one is that of the evaluation rows. */
  block?: { number: number; of: number };
  /** As many threads as the run was given. */
  threads: number;
  /** Rows of each part; those to evaluate are those to score. */
  rows: { fit: number; validate: number; evaluate: number };
  /** The base features, which are those of every arm, and the arm's own. */
  files: [JobFile, JobFile];
  /** Where the program must write: one of the two. */
  predictions: { parquet: string; csv: string };
}

export async function writeJob(path: string, job: Job): Promise<void> {
  await writeFile(path, `${JSON.stringify(job, null, 2)}\n`);
}
