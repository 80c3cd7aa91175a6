/**
 * RecBole's splits in the spec's terms. RecBole cuts each user's rows by itself, or at random; a leak of the future only
 * exists across one cut in time, so that is what is evaluated, and every difference is said.
 */
import { isMapping } from '../../authoring/schema-walk.ts';
import type { Chosen, Draft, Findings } from '../draft.ts';
import type { ConfigText, Place } from '../text.ts';
import { placeOf } from './fields.ts';

/** Where a config states no share. */
const DEFAULT_SHARE = 0.2;

/** The files of a ready-made split, in RecBole's order: train, (validation,) test. Fewer than two are no split. */
export function benchmarkParts(config: ConfigText, dataset: string): Chosen[] {
  const list = config.at(['benchmark_filename']);
  if (!Array.isArray(list) || list.length < 2 || list.length > 3) return [];
  return list.map((part, i) => ({
    value: `${dataset}.${String(part)}.inter`,
    why: 'benchmark_filename',
    from: config.place(['benchmark_filename', i]),
  }));
}

/** What `eval_args` says of the split, in its present and its older spelling. */
export interface Stated {
  ratios?: number[] | undefined;
  /** `TS`: the test by one moment for all, the validation by user. */
  global: boolean;
  /** `LS: valid_and_test`: each user's last rows. */
  leaveOneOut?: string | undefined;
  /** `TO` by time, `RO` at random. */
  order: string;
  groupBy: string | undefined;
  from: Place;
}

export function timeSplit(config: ConfigText, time: Chosen, findings: Findings): Draft['split'] {
  const { ratios, global, leaveOneOut, order, groupBy, from } = statedSplit(config);
  const share = evaluated(ratios);
  const inXLabel = splitColumn(config);
  const shown = percent(share ?? DEFAULT_SHARE);
  const cut = `here the last ${shown} of all rows by ${time.value} are evaluated`;
  if (leaveOneOut !== undefined) {
    findings.note(
      'leave-one-out',
      `RecBole leaves out each user's last rows (LS: ${leaveOneOut}); ${cut}, so that one moment separates before from after`,
      from,
    );
  } else if (ratios !== undefined && share === undefined) {
    findings.note(
      'no-test-share',
      `the split [${ratios.join(', ')}] leaves no rows for a test; ${cut}`,
      from,
    );
  } else if (global) {
    const message = `RecBole tests by time (TS), as here, and validates on the last rows of each user; here the last slice before ${time.value} of the test validates, for all users`;
    findings.note('validation-per-user', message, from);
  } else if (inXLabel !== undefined) {
    const message = `MMRec splits by the column ${inXLabel}; ${cut}, so that one moment separates before from after`;
    findings.note('split-by-column', message, from);
  } else if (order !== 'TO') {
    findings.note(
      'random-order',
      `RecBole splits at random (order: ${order}), so that training sees the future; ${cut}`,
      from,
    );
  } else if (groupBy !== undefined) {
    findings.note(
      'split-per-user',
      `RecBole takes the last share of each ${groupBy}; ${cut}, so that one moment separates before from after`,
      from,
    );
  }
  const why =
    share === undefined || leaveOneOut !== undefined
      ? 'the last fifth by time'
      : `the last part of ${keyOf(config)}`;
  return { evaluate: shown, why, from };
}

function keyOf(config: ConfigText): string {
  return config.has(['eval_args', 'split'])
    ? 'eval_args.split'
    : config.has(['split_ratio'])
      ? 'split_ratio'
      : "RecBole's default split";
}

/** What the config says, its defaults where it says nothing. */
export function statedSplit(config: ConfigText): Stated {
  const old = config.text(['eval_setting']);
  if (!config.has(['eval_args']) && (old !== undefined || config.has(['split_ratio']))) {
    const from = placeOf(config, config.has(['split_ratio']) ? 'split_ratio' : 'eval_setting');
    return {
      ratios: numbers(config.at(['split_ratio'])),
      leaveOneOut: old !== undefined && /LS/.test(old) ? old : undefined,
      order: old !== undefined && /^TO/.test(old) ? 'TO' : 'RO',
      global: false,
      groupBy: config.at(['group_by_user']) === false ? undefined : 'user',
      from,
    };
  }
  const split = config.at(['eval_args', 'split']);
  const group = config.at(['eval_args', 'group_by']);
  const from = config.has(['eval_args', 'split'])
    ? config.place(['eval_args', 'split'])
    : placeOf(config, 'eval_args');
  return {
    ratios: isMapping(split)
      ? numbers(split['TS'] ?? split['RS'])
      : splitColumn(config)
        ? undefined
        : [0.8, 0.1, 0.1],
    global: isMapping(split) && split['TS'] !== undefined,
    leaveOneOut: isMapping(split) && split['LS'] !== undefined ? String(split['LS']) : undefined,
    order: config.text(['eval_args', 'order']) ?? 'RO',
    groupBy:
      group === undefined
        ? 'user'
        : group === null || /^none$/i.test(String(group))
          ? undefined
          : String(group),
    from,
  };
}

/** The column of MMRec's files that says what a row is for (0 train, 1 validate, 2 test); its split is by user mostly. */
function splitColumn(config: ConfigText): string | undefined {
  return config.text(['inter_splitting_label']) ?? (config.has(['inter_file_name']) ? 'x_label' : undefined);
}

function numbers(value: unknown): number[] | undefined {
  const all = Array.isArray(value) ? value.map(Number) : [];
  return all.length > 0 && all.every((n) => n >= 0 && Number.isFinite(n)) ? all : undefined;
}

/** The last part as a share of all; ratios may be shares or counts (`[8, 1, 1]`). */
function evaluated(ratios: readonly number[] | undefined): number | undefined {
  if (ratios === undefined || ratios.length < 2) return undefined;
  const share = ratios.at(-1)! / ratios.reduce((sum, ratio) => sum + ratio, 0);
  return share > 0 && share < 1 ? share : undefined;
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(4))}%`;
}

/** Options that select or change rows, which the spec has no word for. */
const NOT_APPLIED: Record<string, string> = {
  val_interval: 'rows outside the intervals are evaluated too',
  user_inter_num_interval: 'users with few or many rows are evaluated too',
  item_inter_num_interval: 'items with few or many rows are evaluated too',
  rm_dup_inter: 'repeated rows of a user and an item all count',
  additional_feat_suffix: 'further feature files are not joined',
  preload_weight: 'vectors of users and items are not used',
};

/** Says which options have no effect here. A value that filters nothing is not mentioned. */
export function noteUntranslated(config: ConfigText, findings: Findings): void {
  for (const [key, effect] of Object.entries(NOT_APPLIED)) {
    if (!config.has([key])) continue;
    const value = config.at([key]);
    if (value === null || value === false || value === '[0,inf)' || value === '[0, inf)') continue;
    findings.note('not-applied', `${key} is not applied: ${effect}`, config.place([key]));
  }
}
