/**
 * From the estimates of a source to judgements a reader can act on. A verdict is as sure as the interval behind it: each
 * fires only when the interval of *its own* contrast clears the threshold, never because two other intervals do.
 */

import { percent, score, signed } from '../../common/format.ts';
import type { Metric } from '../../metrics/measure.ts';
import { headlineLis, isAboveZero } from '../../report/estimates.ts';
import type { Estimate, Segment, SourceReport, Verdict } from '../../report/schema.ts';
import { interval, powerAdvice } from './verdict-words.ts';

/** Share of evaluation rows below which P is said to touch too few. */
export const LOW_COVERAGE = 0.6;

/** Share below which a LIS of all rows says next to nothing of the data: it is that of the rows it does not touch. */
const HARDLY_ANY = 0.05;

/** What to look at where the data reaches no row at all. */
const UNTOUCHED = 'check that its ids, times and weights or columns hold what they should';

/**
 * Contrasts that no field of the report holds, each estimated on the same rows and seeds. Gains are over base. A verdict
 * whose contrast is absent does not fire, except where the report's own estimates suffice (see there).
 */
export interface VerdictContrasts {
  /** placebo − ½ · headline LIS. */
  placeboMinusHalfLeaked?: Estimate | undefined;
  /** freshness − ½ · headline LIS. */
  freshnessMinusHalfLis?: Estimate | undefined;
  /** fresh − base: what the freshest data gains in all. */
  freshGain?: Estimate | undefined;
  /** (total − transferable) − ½ · total. */
  selfMinusHalfTotal?: Estimate | undefined;
  /** LIS of rows with cold items − 2 · LIS of all rows. */
  coldMinusTwiceOverall?: Estimate | undefined;
}

export interface VerdictOptions {
  /** The spec's smallest gain worth having. */
  minimumGain: number;
  contrasts?: VerdictContrasts | undefined;
  /** Evaluation users there are, for the advice on how many are needed. */
  evalUsers?: number | undefined;
  allUsers?: number | undefined;
  seeds?: number | undefined;
  /** The source of highest LIS among those of the same kind of LIS, where it is another one. */
  best?: { name: string; value: number } | undefined;
  /** M of the source's estimates, `auc` where absent. Segments are always measured by AUC, and are held against nothing else. */
  metric?: Metric | undefined;
}

type Judged = Pick<Verdict, 'code' | 'severity' | 'message' | 'action'>;

/** The verdicts on one source, most important first; the first one says whether it can pay. */
export function verdicts(source: SourceReport, options: VerdictOptions): Verdict[] {
  const contrasts = options.contrasts ?? {};
  const notRelations = artefact(source, contrasts.placeboMinusHalfLeaked);
  const judged: (Judged | undefined)[] = [
    headline(source, options, notRelations !== undefined),
    selfEvidence(source, contrasts.selfMinusHalfTotal),
    notRelations,
    freshnessLimited(source, contrasts),
    byAuc(options) ? coldStart(source, contrasts.coldMinusTwiceOverall) : undefined,
    lowCoverage(source),
  ];
  return judged.flatMap((verdict) => (verdict === undefined ? [] : [{ ...verdict, target: source.name }]));
}

/**
 * Exactly one of headroom, no-headroom and underpowered holds: they divide the line at the minimum gain, and a log that is too
 * small to find that gain never says that there is none.
 * @param isArtefact more than half of the LIS is there with items permuted: then nothing is recommended
 */
function headline(source: SourceReport, options: VerdictOptions, isArtefact: boolean): Judged {
  const declared = source.lis.transferable === undefined;
  const lis = headlineLis(source);
  const name = `${declared ? 'total' : 'transferable'} LIS ${interval(lis)}`;
  const least = score(options.minimumGain);
  if (lis.se === 0 && source.coverage > 0) {
    const message = `The ${name} is 0 to the last digit: no head found a use for this data, so that nothing tells how sure that is.`;
    const action = 'Evaluate a longer log before judging this data: heads of small logs hardly learn.';
    return { code: 'underpowered', severity: 'warning', message, action };
  }
  if (lis.low >= options.minimumGain) {
    const message = `The ${name} lies above the minimum gain of ${least}: this data has headroom.${byAuc(options) ? where(source, lis) : ''}`;
    if (isArtefact) {
      const action =
        'Not worth aligning on as it stands: most of this is there without any relation between items (see `artefact`).';
      return { code: 'headroom', severity: 'info', message, action };
    }
    const action = declared
      ? `Declared data cannot show that none of it is the evaluation users’ own future: ${provenanceAdvice(source)} before aligning on it.`
      : `Align a model on it and list the model under \`models\`: its AIS says how much of the ${signed(lis.value)} it brings.${already(source)}`;
    return { code: 'headroom', severity: declared ? 'info' : 'positive', message, action };
  }
  const below =
    lis.value < 0 ? ' A value below 0 is what columns without use cost, not harm in the data.' : '';
  if (lis.high < options.minimumGain) {
    const unsure = cannotRuleOut(source, options, `The ${name} lies below the minimum gain of ${least}`);
    if (unsure !== undefined) return unsure;
    const message = `The ${name} lies below the minimum gain of ${least}: not worth aligning on with this ranker.${below}`;
    if (source.coverage === 0) {
      const action = `No row was touched, so this is no judgement of the data: ${UNTOUCHED}.`;
      return { code: 'no-headroom', severity: 'warning', message, action };
    }
    const { best } = options;
    const action =
      best === undefined || best.value <= lis.value || best.value < options.minimumGain
        ? 'Try another source, or a longer window, before spending training on this one.'
        : `Try \`${best.name}\` instead, whose LIS is ${signed(best.value)}.`;
    return { code: 'no-headroom', severity: 'info', message, action };
  }
  const message = `The ${name} contains the minimum gain of ${least}: this log does not decide.${below}`;
  return { code: 'underpowered', severity: 'warning', message, action: powerAdvice(source, options) };
}

/**
 * Why a LIS below the minimum gain does not mean that the data is not worth it: the log is too small to find so small a gain, or even
 * features without any relation lose by it, as columns without use do where there are few rows to learn from.
 * @param found the sentence so far
 */
function cannotRuleOut(source: SourceReport, options: VerdictOptions, found: string): Judged | undefined {
  const { placeboGain, minimumDetectable, coverage } = source;
  const code = 'underpowered';
  const untouched = `No row was touched, so this is no judgement of the data: ${UNTOUCHED}.`;
  // Segments are measured by AUC: by another metric, as where they are too small, nothing tells what the data does on these rows.
  const reached = byAuc(options) ? coveredSegment(source) : undefined;
  if (
    coverage > 0 &&
    coverage < HARDLY_ANY &&
    (reached?.lis?.high ?? Number.POSITIVE_INFINITY) > options.minimumGain
  ) {
    const there = reached?.lis ? `, where its gain is ${interval(reached.lis)}` : '';
    const message = `${found}, but the data touches only ${percent(coverage)} of the evaluation rows${there}: so few say little of the data.`;
    const action =
      'Bring earlier rows of the users who are evaluated, or data that reaches more items: other ways to count the same clicks reach no more rows.';
    return { code, severity: 'warning', message, action };
  }
  if (minimumDetectable > options.minimumGain) {
    const message = `${found}, but this log would miss a LIS below ${score(minimumDetectable)} more than one time in five: it does not decide.`;
    return {
      code,
      severity: 'warning',
      message,
      action: coverage === 0 ? untouched : powerAdvice(source, options),
    };
  }
  if (placeboGain === undefined || placeboGain.high >= 0) return undefined;
  const message = `${found}, but so does the gain of the same features with items permuted, ${interval(placeboGain)}: that is what columns without use cost on this log, and it may hide what the data brings.`;
  const action =
    coverage === 0
      ? untouched
      : 'Train on a longer log, or with fewer features (`use`), before judging this data.';
  return { code, severity: 'warning', message, action };
}

const coveredSegment = ({ segments }: SourceReport): Segment | undefined =>
  segments.find(({ by, value }) => by === 'coverage' && value === 'covered');

function byAuc({ metric }: VerdictOptions): boolean {
  return metric === undefined || metric === 'auc';
}

function provenanceAdvice({ kind }: SourceReport): string {
  if (kind === 'columns') return 'check when and from whose events the columns were made';
  if (kind === 'clusters-of') return 'check what its vectors were made of, or give their file a time column';
  return kind === 'embeddings' || kind === 'clusters'
    ? 'check what it was made of, or give the file a time column'
    : 'give the file time and user columns';
}

/** Parts that every log has. The best of many values of a column would be the luckiest one. */
const NAMED_PARTS = ['item', 'activity'];

/** The kind of items or users that gains most, where its own lower limit exceeds the gain of all rows. */
function where(source: SourceReport, lis: Estimate): string {
  const measured = source.segments.filter(
    (s): s is Segment & { lis: Estimate } => s.lis !== null && NAMED_PARTS.includes(s.by),
  );
  const most = measured.sort((a, b) => b.lis.low - a.lis.low)[0];
  if (most === undefined || most.lis.low <= lis.value) return '';
  return ` It is largest where ${most.by} is ${most.value}: ${interval(most.lis)}.`;
}

function already({ honestGain }: SourceReport): string {
  if (honestGain === undefined || honestGain.low <= 0) return '';
  return ` Rebuilding the data once a slice gives ${signed(honestGain.value)} of it without any model.`;
}

/**
 * total − transferable, lower limit above half the total. With the joint contrast that limit is its own; without it the
 * lower limit of total − transferable is held against half the total's *upper* limit, which errs on the silent side.
 * A total that may be 0 has no parts.
 */
/** Nine tenths or more. */
const isNearlyAll = (share: Estimate, total: Estimate): boolean => share.value >= 0.9 * total.value;

function selfEvidence(source: SourceReport, contrast: Estimate | undefined): Judged | undefined {
  const { selfEvidence: share, lis } = source;
  if (lis.transferable === undefined || share === undefined || lis.total.low <= 0) return undefined;
  const fires = contrast === undefined ? share.low > lis.total.high / 2 : contrast.low > 0;
  if (!fires) return undefined;
  return {
    code: 'self-evidence',
    severity: 'warning',
    message:
      `${isNearlyAll(share, lis.total) ? 'Nearly all' : 'More than half'} of the total gain is users predicting themselves: ` +
      `${interval(share)} of the total LIS ${signed(lis.total.value)}.`,
    action: 'Use the transferable score: no representation of the items can have the rest.',
  };
}

/** placebo − ½ · LIS above 0, where there is a LIS to explain. */
function artefact(source: SourceReport, contrast: Estimate | undefined): Judged | undefined {
  const lis = headlineLis(source);
  const { placeboGain } = source;
  if (contrast === undefined || placeboGain === undefined || contrast.low <= 0 || !isAboveZero(lis))
    return undefined;
  return {
    code: 'artefact',
    severity: 'warning',
    message:
      `With item identities permuted the data still gains ${interval(placeboGain)}, more than half of the LIS of ` +
      `${signed(lis.value)}: capacity or popularity, not relations between items.`,
    action:
      'Give the base the counts that the placebo stands for (`log.counts`, features), and judge by the net LIS.',
  };
}

/**
 * freshness − ½ · LIS above 0, where fresher data is itself better, and better than none: data that gains nothing however
 * fresh is not limited by its age, and what it wins over the honest arm is what that one lost.
 */
function freshnessLimited(
  source: SourceReport,
  { freshnessMinusHalfLis: contrast, freshGain }: VerdictContrasts,
): Judged | undefined {
  const { freshness } = source;
  if (contrast === undefined || freshness === undefined || freshGain === undefined) return undefined;
  if (contrast.low <= 0 || freshness.low <= 0 || freshGain.low <= 0) return undefined;
  return {
    code: 'freshness-limited',
    severity: 'info',
    message:
      `Rebuilding after every event instead of once a slice gains ${interval(freshness)}, more than half of the LIS of ` +
      `${signed(headlineLis(source).value)}.`,
    action:
      'Refresh this data more often before aligning a model on it; `rolling` with `lags` shows the gain by the age of the data.',
  };
}

/** Cold-item LIS − 2 · overall above 0, where the cold items' LIS is itself above 0. */
function coldStart(source: SourceReport, contrast: Estimate | undefined): Judged | undefined {
  const cold = source.segments.find(({ by, value }) => by === 'item' && value === 'cold')?.lis ?? undefined;
  if (cold === undefined || cold.low <= 0 || contrast === undefined || contrast.low <= 0) return undefined;
  const overall = headlineLis(source);
  return {
    code: 'cold-start-opportunity',
    severity: 'positive',
    message: `On items without training rows the LIS is ${interval(cold)}, more than twice the overall ${signed(overall.value)}.`,
    action: 'Route a representation aligned on this data to new items first.',
  };
}

function lowCoverage({ coverage, provenance, kind }: SourceReport): Judged | undefined {
  if (coverage >= LOW_COVERAGE) return undefined;
  if (coverage === 0) {
    return {
      code: 'low-coverage',
      severity: 'warning',
      message: 'The data touches none of the evaluation rows: its LIS says nothing about it.',
      action: `${UNTOUCHED[0]!.toUpperCase()}${UNTOUCHED.slice(1)}.`,
    };
  }
  return {
    code: 'low-coverage',
    severity: 'info',
    message: `The data touches ${percent(coverage)} of the evaluation rows, less than ${percent(LOW_COVERAGE)}: its LIS speaks for those.`,
    action:
      provenance === 'built'
        ? 'Widen the data (a longer window or history) before judging it.'
        : `Widen ${kind === 'columns' ? 'the columns to more of the rows' : 'the file to more of the items'} before judging it.`,
  };
}
