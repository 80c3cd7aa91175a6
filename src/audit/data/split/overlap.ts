/** What a split keeps apart almost, but not quite: lists, users, items. */
import { count, percent } from '../../../common/format.ts';
import type { Check, Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { splitOf } from './kind.ts';

/** Overlap up to which a split is taken to keep users, or items, apart; a random one would share nearly all. */
const NEARLY_NONE = 0.05;
const EXAMPLES = 3;
/** Share of the evaluated lists from which it is an error that training has rows of them. */
const MANY = 0.01;

export const overlaps: Check = {
  name: 'lists and users that the split should keep apart',
  codes: ['divided-lists', 'entity-overlap'],
  run: async (subject) => {
    const found = [...dividedLists(subject), ...shared(subject)];
    const notChecked =
      subject.data.group === undefined
        ? [{ check: 'lists divided by the split', why: 'the spec names no `log.group`' }]
        : [];
    return { found, looked: subject.evaluation.length, notChecked };
  },
};

function dividedLists({ data, spec, training, evaluation }: AuditSubject): Found[] {
  const { group } = data;
  if (group === undefined) return [];
  const trained = new Set<number>();
  for (const row of training) trained.add(group[row]!);
  const evaluated = new Set<number>();
  for (const row of evaluation) evaluated.add(group[row]!);
  let divided = 0;
  for (const list of evaluated) if (trained.has(list)) divided++;
  const share = divided / evaluated.size;
  if (divided === 0) return [];
  return [
    {
      code: 'divided-lists',
      severity: share >= MANY ? 'error' : 'warning',
      about: 'split',
      target: 'split',
      message: `${count(divided)} of ${count(evaluated.size)} evaluated lists of \`${spec.log.group}\` (${percent(share)}) have rows in training too.`,
      evidence: [
        { name: 'divided lists', value: divided },
        { name: 'evaluated lists', value: evaluated.size },
      ],
      why: 'The rows of one list share a user, a moment and a choice: where one was clicked, the others were not. Training on some tells the rest.',
      remedy: `Split by \`${spec.log.group}\`, or by time: the rows of one list then stay together.`,
      specPath: ['split'],
    },
  ];
}

/** Users, or items, of both sides: an error where the spec promises none, a question where the split nearly keeps them apart. */
function shared(subject: AuditSubject): Found[] {
  const { data, spec } = subject;
  const promise = 'column' in spec.split ? spec.split.disjoint : undefined;
  const facts = splitOf(subject);
  return (
    [
      ['user', spec.log.user, facts.userOverlap, facts.coldUsers, data.userNames],
      ['item', spec.log.item, facts.itemOverlap, facts.coldItems, data.itemNames],
    ] as const
  ).flatMap(([role, name, overlap, cold, names]): Found[] => {
    const isPromised = promise === role || promise === 'both';
    if (overlap === 0 || (overlap > NEARLY_NONE && !isPromised)) return [];
    const all = evaluatedOf(subject, role);
    const counts = `${count(all - cold)} of ${count(all)}`;
    return [
      {
        code: 'entity-overlap',
        severity: isPromised ? 'error' : 'warning',
        about: 'split',
        target: 'split',
        message: isPromised
          ? `The spec promises that no evaluated ${role} trains, and ${counts} do.`
          : `The split keeps ${percent(1 - overlap)} of the evaluated ${role}s out of training, but not ${counts}.`,
        evidence: [
          { name: `evaluated ${role}s that train`, value: all - cold },
          { name: `evaluated ${role}s`, value: all },
        ],
        examples: sharedExamples(subject, role, name, names),
        why: `A split by ${role}s promises that none is known. Those that are rank better than those to come.`,
        remedy: `Divide the log by \`${name}\` again, so that each ${role} stands in one part.`,
        specPath: isPromised ? ['split', 'disjoint'] : ['split'],
      },
    ];
  });
}

/** How many users, or items, the evaluation has. */
function evaluatedOf({ data, evaluation }: AuditSubject, role: 'user' | 'item'): number {
  return new Set(evaluation.map((row) => data[role][row]!)).size;
}

/** Those with most evaluation rows. */
function sharedExamples(
  { data, training, evaluation }: AuditSubject,
  role: 'user' | 'item',
  column: string,
  names: readonly string[],
): Record<string, string>[] {
  const rowsOf = (rows: Uint32Array): Uint32Array => {
    const number = new Uint32Array(names.length);
    for (const row of rows) number[data[role][row]!]!++;
    return number;
  };
  const [trains, evaluates] = [rowsOf(training), rowsOf(evaluation)];
  return [...names.keys()]
    .filter((code) => trains[code]! > 0 && evaluates[code]! > 0)
    .sort((a, b) => evaluates[b]! - evaluates[a]! || a - b)
    .slice(0, EXAMPLES)
    .map((code) => ({
      [column]: names[code]!,
      'training rows': count(trains[code]!),
      'evaluation rows': count(evaluates[code]!),
    }));
}
