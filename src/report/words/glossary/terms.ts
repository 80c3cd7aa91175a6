/** The words of reports, of the panel and of the reference, each with what it means: the source of docs/reference/glossary.md and of `lis explain`. */

export interface Term {
  word: string;
  /** Of this word alone: it stands in its hover. */
  means: string;
}

export const TERMS: readonly Term[] = [
  {
    word: 'preference data',
    means:
      'what says which items belong together, or who likes what: co-clicks, Swing, sessions, pairs, vectors, clusters, columns',
  },
  {
    word: 'source',
    means: 'one data set of preference data that the spec names',
  },
  {
    word: 'LIS',
    means:
      'Leakage Impact Score: what the ranking gains (AUC, unless the spec says otherwise) when the preference data is leaked into the ranker, future included. No model that is aligned on that data can be expected to gain more',
  },
  {
    word: 'transferable LIS',
    means:
      "the LIS of other people's events: what a representation of the items could carry over to any user. It is the headline",
  },
  {
    word: 'total LIS',
    means: "the LIS of everybody's events, the user's own future included",
  },
  {
    word: 'AIS',
    means: "what a model's vectors or scores really gain",
  },
  {
    word: 'captured',
    means: 'AIS divided by LIS, where both went through the same features and the same ranker',
  },
  {
    word: 'base',
    means: 'the ranker without any preference data, and the scores that it gives',
  },
  {
    word: 'out of sample',
    means: "a row's base score comes from a ranker that was not trained on this row",
  },
  {
    word: 'head',
    means:
      'a small second model (boosted trees, or an additive model where clicks are few) on top of the base score. Each arm has its own',
  },
  {
    word: 'arm',
    means:
      "one way to score the evaluation rows. The base has no preference data; `honest` has what was known a slice before, `fresh` what was known before the row, `leaked` the present too, but nothing of the row's own user, `leaked-total` everybody's events; `placebo` is leaked with the items permuted",
  },
  {
    word: 'honest gain',
    means: 'what the data gives today, rebuilt once a slice and without looking ahead',
  },
  {
    word: 'placebo gain',
    means: 'what features gain that have the same form and say nothing. It should be 0',
  },
  {
    word: 'net LIS',
    means: 'the LIS above the placebo',
  },
  {
    word: 'freshness',
    means: 'what rebuilding the data after every event would add to the honest gain',
  },
  {
    word: 'look-ahead',
    means: 'the part of the LIS that only the future has: no rebuilding gets it',
  },
  {
    word: 'self-evidence',
    means: "the part of the total LIS that is only users' own later clicks",
  },
  {
    word: 'cut',
    means: 'the moment at which evaluation begins',
  },
  {
    word: 'slice',
    means: 'a piece of the timeline, such as a day',
  },
  {
    word: 'window',
    means: "the slices that a source's data is built from: how much of the past it holds",
  },
  {
    word: 'rolling windows',
    means:
      'pieces at the end of the log, such as its last seven days, each evaluated with all that came before it. The window of a source is something else',
  },
  {
    word: 'trend',
    means: 'how a number moves over the rolling windows',
  },
  {
    word: 'fold',
    means: 'one of five groups of users, drawn by a hash of their id',
  },
  {
    word: 'cross-fitted',
    means: 'of data that each user reads without the events of their own fold',
  },
  {
    word: 'as-of counts',
    means:
      'how often the user and the item were shown before a row, and how often that ended in a click. A production ranker has them, so the base has them',
  },
  {
    word: 'interval',
    means:
      'where the gain lies with a chance of 95 %, or more where several sources compete. It treats the rows of a user as dependent (clustered by user) and covers what other seeds of the ranker would have given',
  },
  {
    word: 'standard error',
    means:
      'the typical distance of an estimate from what a log without end would give: the interval reaches about two of them to either side',
  },
  {
    word: 'effective users',
    means: 'the number of users with equally many rows that would say as much: (Σ n)² / Σ n²',
  },
  {
    word: 'Holm',
    means:
      'a correction of p-values and intervals where several sources are judged at once: one of many looks good by chance',
  },
  {
    word: 'power',
    means: 'the chance that an evaluation finds a gain that is there. Smallest detectable gains are for 80 %',
  },
  {
    word: 'smallest detectable gain',
    means: 'the gain that an evaluation like this one finds with a chance of 80 %',
  },
  {
    word: 'minimum gain',
    means:
      'the smallest gain that the spec calls worth having (`minimumGain`; 0.001 unless it says so): verdicts hold the whole interval against it',
  },
  {
    word: 'AUC',
    means:
      'the chance that a click is ranked above a row without one: 0.5 is chance, 1 is perfect. Where clicks are predicted, a gain of 0.001 already counts',
  },
  {
    word: 'log loss',
    means:
      'how far the predicted chances of a click are from what happened, in nats for each row; 0 is perfect',
  },
  {
    word: 'coverage',
    means: 'the share of evaluation rows whose item the preference data relates to what the user did before',
  },
  {
    word: 'RelaImpr',
    means: 'by how much the distance of the AUC from 0.5 grows, in percent',
  },
  {
    word: 'GAUC',
    means: "the AUC within each user's or request's own list, averaged",
  },
  {
    word: 'NDCG',
    means: 'the quality of the top of each list: a click counts more the higher it is ranked',
  },
  {
    word: 'recall',
    means: 'the share of clicks in the top of the list',
  },
  {
    word: 'objective',
    means:
      'what a ranker is for: a label, and what a positive is worth. The label of the log is one; the spec may name more, such as time spent or the value of conversions',
  },
  {
    word: 'weighted AUC',
    means: 'the chance that a positive, drawn by what it is worth, is ranked above a negative',
  },
  {
    word: 'propensity',
    means: 'the chance with which the logging policy showed a row',
  },
  {
    word: 'IPW AUC',
    means:
      'the AUC with every row weighed by the inverse of its propensity, as if all candidates had been as likely to be shown',
  },
  {
    word: 'verdict',
    means: 'a judgement with a code, a sentence with its numbers, and what to do',
  },
  {
    word: 'gate',
    means: 'a bound in the spec: `lis evaluate` ends with an error where it is not met',
  },
  {
    word: 'null check',
    means:
      'the LIS of the same log with its clicks redrawn so that no item goes with another; it should be 0',
  },
];
