/** The words of reports, of the panel and of the reference, each with what it means: the source of docs/reference/glossary.md and of `lis explain`. */

export interface Term {
  /** Words that are explained together. */
  words: readonly [string, ...string[]];
  means: string;
}

export const TERMS: readonly Term[] = [
  {
    words: ['preference data', 'source'],
    means:
      'what says which items belong together, or who likes what: co-clicks, Swing, sessions, pairs, vectors, clusters, columns. A source of the spec is one such data set',
  },
  {
    words: ['LIS'],
    means:
      'Leakage Impact Score: what the ranking gains (AUC, unless the spec says otherwise) when the preference data is leaked into the ranker, future included. No model that is aligned on that data can be expected to gain more',
  },
  {
    words: ['transferable LIS', 'total LIS'],
    means:
      "the LIS of other people's events; the LIS of everybody's, the user's own future included. The transferable one is the headline",
  },
  {
    words: ['AIS'],
    means: "what a model's vectors or scores really gain",
  },
  {
    words: ['captured'],
    means: 'AIS divided by LIS, where both went through the same features and the same ranker',
  },
  {
    words: ['base'],
    means: 'the ranker without any preference data, and the scores that it gives',
  },
  {
    words: ['out of sample'],
    means: "a row's base score comes from a ranker that was not trained on this row",
  },
  {
    words: ['head'],
    means:
      'a small second model (boosted trees, or an additive model where clicks are few) on top of the base score. Each arm has its own',
  },
  {
    words: ['arm'],
    means:
      "one way to score the evaluation rows. The base has no preference data; `honest` has what was known a slice before, `fresh` what was known before the row, `leaked` the present too, but nothing of the row's own user, `leaked-total` everybody's events; `placebo` is leaked with the items permuted",
  },
  {
    words: ['honest gain'],
    means: 'what the data gives today, rebuilt once a slice and without looking ahead',
  },
  {
    words: ['placebo gain'],
    means: 'what features gain that have the same form and say nothing. It should be 0',
  },
  {
    words: ['net LIS'],
    means: 'the LIS above the placebo',
  },
  {
    words: ['freshness', 'look-ahead'],
    means: 'what rebuilding after every event would add to the honest gain; what only the future has',
  },
  {
    words: ['self-evidence'],
    means: "the part of the total LIS that is only users' own later clicks",
  },
  {
    words: ['cut', 'slice', 'window'],
    means:
      'where evaluation begins; a piece of the timeline, such as a day; the slices that preference data is built from',
  },
  {
    words: ['rolling windows', 'trend'],
    means:
      'pieces at the end of the log, such as its last seven days, each evaluated with all that came before it; how a number moves over them. The window of a source is something else: how much of the past its data holds',
  },
  {
    words: ['fold', 'cross-fitted'],
    means:
      'one of five groups of users, drawn by a hash of their id. Data is cross-fitted where each user reads it without the events of their own fold',
  },
  {
    words: ['as-of counts'],
    means:
      'how often the user and the item were shown before a row, and how often that ended in a click. A production ranker has them, so the base has them',
  },
  {
    words: ['interval', 'standard error'],
    means:
      'intervals of 95 %, or wider where several sources compete, that treat the rows of a user as dependent (clustered by user) and cover what other seeds of the ranker would have given',
  },
  {
    words: ['effective users'],
    means: 'the number of users with equally many rows that would say as much: (Σ n)² / Σ n²',
  },
  {
    words: ['Holm'],
    means:
      'a correction of p-values and intervals where several sources are judged at once: one of many looks good by chance',
  },
  {
    words: ['power', 'smallest detectable gain'],
    means: 'the gain that an evaluation like this one finds with a chance of 80 %',
  },
  {
    words: ['minimum gain'],
    means:
      'the smallest gain that the spec calls worth having (`minimumGain`; 0.001 unless it says so): verdicts hold the whole interval against it',
  },
  {
    words: ['AUC'],
    means:
      'the chance that a click is ranked above a row without one: 0.5 is chance, 1 is perfect. Where clicks are predicted, a gain of 0.001 already counts',
  },
  {
    words: ['log loss'],
    means:
      'how far the predicted chances of a click are from what happened, in nats for each row; 0 is perfect',
  },
  {
    words: ['coverage'],
    means: 'the share of evaluation rows whose item the preference data relates to what the user did before',
  },
  {
    words: ['RelaImpr'],
    means: 'by how much the distance of the AUC from 0.5 grows, in percent',
  },
  {
    words: ['GAUC', 'NDCG', 'recall'],
    means:
      "the AUC within each user's or request's own list, averaged; the quality of the top of the list; the share of clicks in the top of the list",
  },
  {
    words: ['objective'],
    means:
      'what a ranker is for: a label, and what a positive is worth. The label of the log is one; the spec may name more, such as time spent or the value of conversions',
  },
  {
    words: ['weighted AUC'],
    means: 'the chance that a positive, drawn by what it is worth, is ranked above a negative',
  },
  {
    words: ['propensity', 'IPW AUC'],
    means:
      'the chance with which the logging policy showed a row; the AUC with every row weighed by its inverse, as if all candidates had been as likely to be shown',
  },
  {
    words: ['verdict'],
    means: 'a judgement with a code, a sentence with its numbers, and what to do',
  },
  {
    words: ['gate'],
    means: 'a bound in the spec: `lis evaluate` ends with an error where it is not met',
  },
  {
    words: ['null check'],
    means:
      'the LIS of the same log with its clicks redrawn so that no item goes with another; it should be 0',
  },
];
