/** What can be asked of the rows behind a profile, as long as the look at them lasts. */
import type { TimeKind } from './moment.ts';
import type { DataProfile } from './profile.ts';
import type { TableSource } from './table-source.ts';

/** Columns are named as the profile names them; a label is a column or an expression, as `log.label` of a spec. */
export interface Look {
  readonly profile: DataProfile;
  /**
   * How an evaluation would read the times of a column.
   * @throws Failure `data` where it would refuse them, with the words of an evaluation; Cancelled
   */
  time(column: string): Promise<LookedTime>;
  /**
   * What columns know of a label, which must be 0 or 1 in every row. Columns of lists and records are left out.
   * @throws Failure where the label is not, Cancelled
   */
  labelFacts(label: string, columns: readonly string[], keys: LabelKeys): Promise<LabelFacts>;
  /** How the labels stand in the lists that a column tells apart. @throws Failure, Cancelled as `labelFacts` */
  listFacts(group: string, label: string): Promise<ListFacts>;
  /** Whether every value of `column` stands beside one value of `key` only. */
  belongsToOne(column: string, key: string): Promise<boolean>;
  /** Further tables that lie beside those looked at, by name: of files the other ones of data in their folder. */
  neighbours(): Promise<Neighbour[]>;
}

/** A table that a draft may look at next. */
export interface Neighbour {
  /** What people call it: `items.csv`. */
  name: string;
  /** As a spec names it; of a file absolute. */
  path: string;
  source: TableSource;
}

export interface LookedTime {
  kind: TimeKind;
  /** µs between times that can be told apart, such as a day; 0 where seconds or less. */
  grain: number;
  /** True for numbers on a clock of their own, from 0 or so on. */
  ownClock: boolean;
}

export interface LabelFacts {
  /** Rows with label 1 and with label 0. */
  positives: number;
  negatives: number;
  columns: Map<string, ColumnLabelFacts>;
}

export interface ColumnLabelFacts {
  /**
   * AUC of the column alone, both ways (0.5 to 1): in the order of its numbers, or of its values by their rate of label 1,
   * whichever is higher; missing is a value. Undefined where the rows hold one label.
   */
  auc?: number | undefined;
  /** AUC of a numeric column as it is: below 0.5 where lower numbers go with label 1. */
  rising?: number | undefined;
  /** Per label: the only value that its rows have, where they have only one. */
  only: readonly [Only | undefined, Only | undefined];
}

export interface Only {
  /** Null where it is missing in all of them. */
  value: string | null;
  /** Rows of the other label that have something else, counted once per user and once per item where those are known: the fewest. */
  others: number;
}

export interface LabelKeys {
  user?: string | undefined;
  item?: string | undefined;
}

export interface ListFacts {
  lists: number;
  /** Lists that hold both labels, and the share of all rows that stand in them. */
  mixed: number;
  mixedShare: number;
}
