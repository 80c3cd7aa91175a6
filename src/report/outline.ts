/**
 * The report as headings, tables and notes, free of any format: what Markdown and HTML both show, decided once. Cells are
 * plain text; the format that writes them escapes them.
 */
import { metricName, namedEstimates, provenance, segmentName } from './estimates.ts';
import { bytes, count, duration, minute, percent, pValue, score, signed } from './format.ts';
import { byRankerRows, rankerSettings } from './rankers.ts';
import { rankingRows } from './ranking.ts';
import type { Estimate, Report, SourceReport, Verdict } from './schema.ts';

export interface OutlineTable {
  caption: string;
  header: string[];
  rows: string[][];
}

export interface OutlineSource {
  name: string;
  provenance: string;
  verdicts: Verdict[];
  estimates: OutlineTable;
  note: string;
  segments?: OutlineTable | undefined;
  features?: OutlineTable | undefined;
}

export interface Outline {
  title: string;
  facts: [name: string, text: string][];
  arms: OutlineTable;
  ranking?: OutlineTable | undefined;
  /** The LIS of each source under each ranker, where there are several. */
  byRanker?: OutlineTable | undefined;
  sources: OutlineSource[];
  gate?: string | undefined;
  warnings: string[];
  inputs: OutlineTable;
}

export function outline(report: Report): Outline {
  const { data, resources } = report;
  const evaluated = data.evaluate ? `, ${minute(data.evaluate.from)} to ${minute(data.evaluate.to)} UTC` : '';
  const seeds = `${report.arms[0]?.perSeed.length ?? 0} seeds from ${report.seed}`;
  const [byRankerHeader, ...byRanker] = byRankerRows(report);
  const [header, ...ranking] = rankingRows(report.arms);
  return {
    title: `Leakage Impact Score: ${report.spec.path}`,
    facts: [
      ['Created', `${minute(report.created)} UTC by ${report.tool.name} ${report.tool.version}`],
      [
        'Log',
        `${count(data.rows)} rows, ${count(data.users)} users, ${count(data.items)} items, ${percent(data.positiveRate)} positive`,
      ],
      [
        'Evaluated',
        `${count(data.evalRows)} rows of ${count(data.evalUsers)} users (${count(data.effectiveUsers)} effective)${evaluated}`,
      ],
      ['Ranker', `${rankerSettings(report.ranker).join(', ')}; ${seeds}`],
      ...(report.otherRankers ?? []).map(({ ranker }): [string, string] => [
        'Also',
        rankerSettings(ranker).join(', '),
      ]),
      [
        'Cost',
        `${duration(resources.wallSeconds)}, peak memory ${bytes(resources.peakMemoryBytes)}, ${count(resources.rowsTrained)} rows trained`,
      ],
    ],
    arms: {
      caption: 'Arms',
      header: ['arm', 'AUC', 'SD of seeds', 'log loss', 'epochs'],
      rows: report.arms.map((arm) => [
        arm.id,
        score(arm.auc),
        arm.aucSd === undefined ? '–' : score(arm.aucSd),
        arm.logLoss === null ? '–' : score(arm.logLoss),
        arm.epochs === undefined ? '–' : arm.epochs.toFixed(2),
      ]),
    },
    ranking: header && { caption: 'Ranking', header: ['arm', ...header.slice(1)], rows: ranking },
    byRanker: byRankerHeader && { caption: 'LIS by ranker', header: byRankerHeader, rows: byRanker },
    sources: report.sources.map((source) => outlineSource(source, report)),
    gate: report.gate && gateSentence(report.gate),
    warnings: report.warnings.map(
      ({ code, message, count: times }) =>
        `${message} (${code}${times === undefined ? '' : `, ${count(times)}`})`,
    ),
    inputs: {
      caption: 'Inputs',
      header: ['file', 'role', 'size', 'SHA-256 of head and tail'],
      rows: report.inputs.map((input) => [input.path, input.role, bytes(input.bytes), input.hash]),
    },
  };
}

/** `co-click: transferable >= 0.002; found +0.0120: met`. */
export function gateSentence(gate: NonNullable<Report['gate']>): string {
  const { source, condition, value, met } = gate;
  return `${source}: ${condition}; found ${signed(value)}: ${met ? 'met' : 'not met'}`;
}

function outlineSource(source: SourceReport, report: Report): OutlineSource {
  const shown = namedEstimates(source);
  const level = Number((shown[0]!.estimate.level * 100).toFixed(1));
  const which = source.lis.transferable === undefined ? 'total' : 'transferable';
  return {
    name: source.name,
    provenance: provenance(source),
    verdicts: report.verdicts.filter(({ target }) => target === source.name),
    estimates: {
      caption: `Differences of ${metricName(report)}`,
      header: ['', 'arms', 'estimate', `${level} % interval`, 'SE', 'p', 'p (Holm)'],
      rows: shown.map(({ name, contrast, estimate: e }) => [
        name,
        contrast,
        signed(e.value),
        range(e),
        score(e.se),
        pValue(e.p),
        e.pHolm === undefined ? '' : pValue(e.pHolm),
      ]),
    },
    note:
      `Smallest ${which} LIS that this evaluation would detect: ${score(source.minimumDetectable)}. ` +
      `Coverage: ${percent(source.coverage)} of the evaluation rows.`,
    ...(source.segments.length > 0 && { segments: segments(source) }),
    ...(source.features.length > 0 && { features: features(source) }),
  };
}

function segments(source: SourceReport): OutlineTable {
  return {
    caption: 'LIS by part of the evaluation rows',
    header: ['part', 'rows', 'users', 'positive', 'base AUC', 'LIS', 'interval'],
    rows: source.segments.map((segment) => [
      segmentName(segment),
      count(segment.rows),
      count(segment.users),
      percent(segment.positiveRate),
      segment.baseAuc === null ? '–' : score(segment.baseAuc),
      segment.lis === null ? '–' : signed(segment.lis.value),
      segment.lis === null ? (segment.reason ?? 'not measured') : range(segment.lis),
    ]),
  };
}

function features(source: SourceReport): OutlineTable {
  return {
    caption: 'Leaked features',
    header: ['feature', 'AUC alone', 'lost without it', 'interval', 'missing'],
    rows: source.features.map(({ name, singleAuc, dropGain, missing }) => [
      name,
      singleAuc === null ? '–' : score(singleAuc),
      dropGain === undefined ? '–' : signed(dropGain.value),
      dropGain === undefined ? '–' : range(dropGain),
      percent(missing),
    ]),
  };
}

function range({ low, high }: Estimate): string {
  return `[${signed(low)}, ${signed(high)}]`;
}
