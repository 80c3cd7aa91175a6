/** What the interpreter gathers in one walk through a program. The rules draw their conclusions from it at the end. */
import type { Place } from '../syntax/nodes.ts';
import type { Role, Rows, Split } from './rows.ts';
import type { Taint } from './taints.ts';
import { allTaints, type Data, type Estimator, type Fit } from './values.ts';

/** An estimator scored on rows, or asked for predictions that reach a score. */
export interface Evaluation {
  by: Estimator;
  fits: readonly Fit[];
  rows: Rows;
  place: Place;
  /** What the line that shows it calls it. */
  named: Role | undefined;
}

/** Something kept because rows scored it best. */
export interface Selection {
  rows: Rows;
  place: Place;
  how: string;
}

/** A column or value with a mark that a model learns from. */
export interface Feature {
  taint: Taint;
  /** Of a frame's column its name. */
  column: string | undefined;
  /** Whether the label was given apart, so that everything else is a feature whatever its name. */
  isSure: boolean;
}

export class Facts {
  /** Marks, and the rows that they were joined with. */
  readonly met = new Map<Taint, Set<Rows>>();
  readonly features: Feature[] = [];
  readonly splits: Split[] = [];
  readonly evaluations: Evaluation[] = [];
  /** Estimators asked for predictions of rows, scored or not. */
  readonly predicted = new Map<Estimator, Set<Rows>>();
  readonly selections: Selection[] = [];
  readonly labels = new Set<string>();
  /** Marks of rows that a model is asked about. */
  readonly asked = new Set<Taint>();
  /** Every set of rows there is. */
  readonly rows: Rows[] = [];
  /** Frames that were divided while a column had a mark, for programs whose training is elsewhere. */
  readonly divided: Data[] = [];
  /** Columns that were given a value of later rows, for programs whose training is elsewhere. */
  readonly futures: Feature[] = [];
  /** What scores are printed as, by their place. */
  readonly claims = new Map<number, Role | undefined>();
  /** Calls that fit a model of the file, by their place, with its name. */
  readonly modelFits = new Map<number, { place: Place; name: string }>();
  /** Oversampled before folds were made of it. */
  readonly inner = new Set<Taint>();
  /** How often something was learned from data. */
  learned = 0;

  meet(taint: Taint, rows: Rows): void {
    const known = this.met.get(taint);
    if (known === undefined) this.met.set(taint, new Set([rows]));
    else known.add(rows);
  }

  /** All marks of some data meet its rows. */
  join(data: Data, rows = data.rows): void {
    if (rows === undefined) return;
    for (const taint of allTaints(data)) if (taint.rows !== undefined) this.meet(taint, rows);
  }

  /** A model learns from the data, or is asked about it. */
  learn(data: Data, hasLabel = false): void {
    this.learned++;
    this.join(data);
    for (const taint of data.taints) this.feature(taint, data.name, hasLabel);
    for (const [column, taints] of data.columns ?? [])
      for (const taint of taints) this.feature(taint, column, hasLabel);
  }

  feature(taint: Taint, column: string | undefined, isSure = false): void {
    if (taint.kind !== 'future' && taint.kind !== 'itself') return;
    if (!this.features.some((known) => known.taint === taint && known.column === column)) {
      this.features.push({ taint, column, isSure });
    }
  }

  /**
   * `train.csv` is a name of all rows where they are divided into training and test rows, and no other rows are there to test on.
   */
  settle(): void {
    const roots = this.rows.filter(({ bases }) => bases.length === 0);
    const scored = new Set(this.evaluations.flatMap(({ rows }) => rows.roots));
    const isTestedOn = (root: Rows): boolean => root.role === 'test' || root.role === 'valid';
    // Test rows without labels are only predicted: then it is parts of the training rows that are tested on.
    const isJudged = roots.some((root) => root.role === 'train' && scored.has(root)) && !this.#hasFolds();
    if (roots.some((root) => isTestedOn(root) && (scored.has(root) || !isJudged))) return;
    const divided = new Set(
      this.rows.flatMap(({ bases, role, roots: from }) =>
        bases.length > 0 && (role === 'test' || role === 'valid') ? from : [],
      ),
    );
    for (const root of roots) if (divided.has(root)) root.forget();
  }

  /** Whether there are folds: a cross-validation of training rows is no test where a file of test rows is there too. */
  #hasFolds(): boolean {
    return this.splits.some(({ kind }) => kind === 'folds' || kind === 'time');
  }

  evaluate(evaluation: Evaluation): void {
    if (this.evaluations.length < 5000) this.evaluations.push(evaluation);
  }
}
