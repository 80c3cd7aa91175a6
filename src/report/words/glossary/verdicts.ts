/** What each verdict of a report means, and what to do. When exactly it fires is in docs/reference/report.md. */
import type { Verdict } from '../../schema.ts';

export const VERDICT_MEANINGS: Readonly<Record<Verdict['code'], string>> = {
  'label-leak':
    'A column, a feature or a score ranks the evaluation rows too well to be true: it holds the label. Take it out of the spec; no gain that rests on it means anything.',
  'label-suspect':
    'A column alone, or the base, ranks the evaluation rows with an AUC of 0.9 or more. Few honest columns come so near: check that it is known before the outcome.',
  headroom:
    'The LIS is surely at least the minimum gain: a model aligned on this data can be expected to bring the ranker up to that much. Worth aligning on, unless `artefact` stands beside it, or the data is declared and may hold the evaluation users’ own future.',
  'no-headroom':
    'The LIS is surely below the minimum gain, on a log that would have found it: not worth aligning on with this ranker. Try another source or a longer window.',
  underpowered:
    'The log does not tell whether the LIS reaches the minimum gain: it is too small, or columns without use cost as much there. The action says what would decide.',
  'self-evidence':
    "More than half of the total LIS is users' own later clicks. Use the transferable LIS: no representation of items can have the rest.",
  artefact:
    'More than half of the LIS is there with the items permuted: exposure and activity explain it, not relations between items.',
  'freshness-limited':
    'More than half of the LIS is what rebuilding after every event would give. Rebuild the data more often before aligning a model on it.',
  'cold-start-opportunity':
    'The LIS on items without a training row is more than twice that on all: content would help most there.',
  'low-coverage':
    'The source or model reaches fewer than 60 % of the evaluation rows. Check ids and times, or take more items in.',
  'ranker-dependent':
    'The rankers of the spec do not agree on the source. Trust neither until the ranker of production has run.',
  'objective-dependent':
    'The label of the log and a further objective of the spec do not agree on whether the source is worth it.',
  drifting:
    'The gain changes over the windows at the end of the log by more than the minimum gain: the newest window says most.',
  'alignment-bottleneck':
    'The data has headroom, and the model has surely less than 30 % of it: improve the alignment, not the data.',
  'data-bottleneck':
    'The model surely has 80 % or more of what this data can give: look for other data before training more.',
  'exceeds-reference':
    'The model gains more than the LIS, which is a reference ceiling and not a bound: it knows more than this data, or its outputs leak. Check which rows they were made from.',
  'content-cannot-express':
    'Even adapted to the data, the frozen vectors reach surely less than 30 % of the LIS: content does not hold what the data knows.',
};
