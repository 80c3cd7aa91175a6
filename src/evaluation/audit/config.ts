/** Settings of a training config that leak, measured on its own data: the split that the framework would make, and test data that stops the training. */
import type { Found } from '../../audit/data/check.ts';
import { type FrameworkSplit, frameworkFacts } from '../../audit/data/split/framework.ts';
import type { AuditSubject } from '../../audit/data/subject.ts';
import { count, percent } from '../../common/format.ts';
import type { SplitFacts } from '../../report/schema-audit.ts';
import { nodeFiles } from '../../specfile/configs/node-files.ts';
import { layered } from '../../specfile/configs/recbole/recbole.ts';
import { type Stated, statedSplit } from '../../specfile/configs/recbole/split.ts';
import type { LoadedSpec } from '../load-spec.ts';

/** The audit's code of each kind; one by one moment is as it should be. */
const CODES = {
  random: 'random-split',
  'leave-one-out': 'leave-one-out-split',
  'per-user': 'per-user-split',
  'per-entity': 'per-entity-split',
} as const;

/** @returns nothing for a spec */
export async function configFindings(loaded: LoadedSpec, subject: AuditSubject): Promise<Found[]> {
  const { config } = loaded.parsed;
  if (config === undefined) return [];
  const lineOf = (place: { file: string; range: { start: { line: number } } }) =>
    place.file === loaded.path ? place.range.start.line + 1 : undefined;
  const stops = config.notes.find(({ code }) => code === 'valid-is-test');
  const found: Found[] =
    stops === undefined
      ? []
      : [
          {
            code: 'test-data-validates',
            severity: 'error',
            about: 'split',
            target: 'split',
            message: 'The config validates on its test data: `valid_data` and `test_data` are the same rows.',
            evidence: [],
            why: 'The stop of the training, and every option that is chosen by validation, is chosen by the rows that judge the model.',
            remedy: 'Validate on rows before the test, and leave the test data for the end.',
            line: lineOf(stops.place),
          },
        ];
  const { timeline } = subject.data;
  if (config.kind !== 'recbole' || timeline === undefined) return found;
  const stated = statedSplit(await layered(loaded.path, loaded.text, nodeFiles()));
  const split = frameworkSplit(stated);
  if (split === undefined) return found;
  const facts = frameworkFacts({ ...subject.data, time: timeline.time }, split, loaded.spec.seed);
  const { kind } = facts;
  if (kind === 'global' || kind === 'untimed') return found;
  return [...found, splitFound(stated, facts, CODES[kind], lineOf(stated.from))];
}

/** Undefined for splits by one moment, and for those that the files themselves hold. */
function frameworkSplit({ ratios, global, leaveOneOut, order, groupBy }: Stated): FrameworkSplit | undefined {
  if (global) return undefined;
  const by = { order: order === 'TO' ? 'time' : 'random', byUser: groupBy !== undefined } as const;
  if (leaveOneOut !== undefined) return { ...by, ratios: 'leave-one-out' };
  return ratios === undefined ? undefined : { ...by, ratios };
}

function splitFound(
  { order, groupBy, leaveOneOut, ratios }: Stated,
  { leaking, evaluationRows, tied }: SplitFacts,
  code: (typeof CODES)[keyof typeof CODES],
  line: number | undefined,
): Found {
  const what =
    leaveOneOut !== undefined
      ? `each user's last rows (LS: ${leaveOneOut})`
      : `the last part of [${ratios!.join(', ')}]${groupBy === undefined ? '' : ` of each ${groupBy}`}`;
  const how = order === 'TO' ? 'by time' : `in random order (order: ${order})`;
  return {
    code,
    severity: 'error',
    about: 'split',
    target: 'split',
    message: `RecBole would test on ${what} ${how}: ${count(leaking!)} of ${count(evaluationRows)} test rows (${percent(leaking! / evaluationRows)}) are no later than the last training row of their item.`,
    evidence: [
      { name: 'leaking test rows (is_leak)', value: leaking! },
      { name: 'test rows', value: evaluationRows },
      { name: 'at the same time as the last training row', value: tied! },
    ],
    why: 'A model in production never trains on rows that come after those it ranks. Popularity, co-occurrence and what later happened to an item reach the training here.',
    remedy:
      'Test by one moment: `eval_args: {split: {TS: …}}` in RecBole, or evaluate by this config with `lis evaluate`, which does.',
    line,
  };
}
