/** What each rule is: words for people, and a conclusion from the facts of a program. */
import type { Facts } from '../flow/facts.ts';
import type { Place } from '../syntax/nodes.ts';

export type RuleCode = 'LIS001' | 'LIS002' | 'LIS003' | 'LIS004' | 'LIS005' | 'LIS006' | 'LIS007';

export interface RuleWords {
  readonly code: RuleCode;
  readonly title: string;
  /** `error`: what is measured is wrong. `warning`: it is wrong if the rows are what they seem to be. */
  readonly severity: 'error' | 'warning';
  /** Why it makes a measurement wrong. */
  readonly why: string;
  /** What to do, as one sentence. */
  readonly remedy: string;
  /** A program that leaks, and the same one repaired. */
  readonly wrong: string;
  readonly right: string;
}

export interface Conclusion {
  place: Place;
  message: string;
  names?: readonly string[] | undefined;
}

export interface Rule extends RuleWords {
  conclude(facts: Facts): Conclusion[];
}
