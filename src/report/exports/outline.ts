/**
 * The report as headings, tables and notes, free of any format: what Markdown and HTML both show, decided once. Cells are
 * plain text; the format that writes them escapes them.
 */

import { bytes, count, score } from '../../common/format.ts';
import type { Report, Verdict } from '../schema.ts';
import { auditLines } from '../words/audit-lines.ts';
import { gateSentence } from '../words/gate.ts';
import { THE_BASE } from '../words/label-leak.ts';
import { MODELS_NOTE } from '../words/models.ts';
import { byObjectiveRows } from '../words/objectives.ts';
import { openingSentences } from '../words/opening.ts';
import { byRankerRows, byRankerTitle } from '../words/rankers.ts';
import { runFacts } from '../words/run-facts.ts';
import { trainedColumns } from '../words/tables/arm-columns.ts';
import { rankingRows } from '../words/tables/ranking.ts';
import { type OutlineRolling, outlineRolling } from './outline-rolling.ts';
import { type OutlineTable, type OutlineTarget, outlineModel, outlineSource } from './outline-target.ts';

export type { OutlineTable, OutlineTarget } from './outline-target.ts';

export interface Outline {
  title: string;
  /** How strong the base is, and what the data adds to it. */
  opening: string;
  facts: [name: string, text: string][];
  /** Whether the base holds the label: all numbers rest on it. */
  base: Verdict[];
  /** A line for each leak that the audit found. */
  audit: string[];
  arms: OutlineTable;
  ranking?: OutlineTable | undefined;
  /** The LIS of each source and the AIS of each model under each ranker, where there are several. */
  byObjective?: OutlineTable | undefined;
  byRanker?: OutlineTable | undefined;
  rolling?: OutlineRolling | undefined;
  sources: OutlineTarget[];
  models: OutlineTarget[];
  /** How the numbers of models are to be read, where there are any. */
  modelsNote?: string | undefined;
  gate?: string | undefined;
  warnings: string[];
  inputs: OutlineTable;
}

export function outline(report: Report): Outline {
  const [byObjectiveHeader, ...byObjective] = byObjectiveRows(report);
  const [byRankerHeader, ...byRanker] = byRankerRows(report);
  const trained = trainedColumns(report.arms);
  const [header, ...ranking] = rankingRows(report.arms);
  return {
    title: `Leakage Impact Score: ${report.spec.path}`,
    opening: openingSentences(report).join(' '),
    facts: runFacts(report),
    base: report.verdicts.filter(({ target }) => target === THE_BASE),
    audit: auditLines(report),
    arms: {
      caption: 'Arms',
      header: ['arm', 'AUC', 'SD of seeds', 'log loss', ...trained.map(({ name }) => name)],
      rows: report.arms.map((arm) => [
        arm.id,
        score(arm.auc),
        arm.aucSd === undefined ? '–' : score(arm.aucSd),
        arm.logLoss === null ? '–' : score(arm.logLoss),
        ...trained.map(({ cell }) => cell(arm)),
      ]),
    },
    ranking: header && { caption: 'Ranking', header: ['arm', ...header.slice(1)], rows: ranking },
    byObjective: byObjectiveHeader && {
      ...{ caption: 'By objective', header: byObjectiveHeader, rows: byObjective },
    },
    byRanker: byRankerHeader && { caption: byRankerTitle(report), header: byRankerHeader, rows: byRanker },
    rolling: outlineRolling(report),
    sources: report.sources.map((source) => outlineSource(source, report)),
    models: report.models.map((model) => outlineModel(model, report)),
    ...(report.models.length > 0 && { modelsNote: MODELS_NOTE }),
    gate: report.gate && gateSentence(report.gate),
    warnings: report.warnings.map(
      ({ code, message, count: times }) =>
        `${message} (${code}${times === undefined ? '' : `, ${count(times)}`})`,
    ),
    inputs: {
      caption: 'Inputs',
      header: ['file', 'role', 'size', 'SHA-256'],
      rows: report.inputs.map((input) => [
        input.path,
        input.role,
        input.bytes === undefined ? '–' : bytes(input.bytes),
        input.hash,
      ]),
    },
  };
}
