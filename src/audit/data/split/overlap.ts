/** What a split keeps apart almost, but not quite: lists, users, items. */
import { count, percent } from '../../../common/format.ts';
import type { Check, Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { splitOf } from './kind.ts';

/** Overlap up to which a split is taken to promise none; a random one would have nearly all. */
const PROMISED = 0.05;
/** Share of the evaluated lists from which it is an error that training has rows of them. */
const MANY = 0.01;

export const overlaps: Check = {
  name: 'lists and users that the split should keep apart',
  codes: ['divided-lists', 'entity-overlap'],
  run: async (subject) => {
    const found = [...dividedLists(subject), ...promised(subject)];
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

function promised(subject: AuditSubject): Found[] {
  const facts = splitOf(subject);
  const { data, spec } = subject;
  return (
    [
      [spec.log.user, facts.userOverlap, facts.coldUsers, data.users, 'user'],
      [spec.log.item, facts.itemOverlap, facts.coldItems, data.items, 'item'],
    ] as const
  ).flatMap(([name, overlap, cold, _, role]): Found[] => {
    if (overlap === 0 || overlap > PROMISED) return [];
    const all = Math.round(cold / (1 - overlap));
    return [
      {
        code: 'entity-overlap',
        severity: 'warning',
        about: 'split',
        target: 'split',
        message: `The split keeps ${percent(1 - overlap)} of the evaluated ${role}s out of training, but not ${count(all - cold)} of ${count(all)}.`,
        evidence: [
          { name: `evaluated ${role}s that train`, value: all - cold },
          { name: `evaluated ${role}s`, value: all },
        ],
        why: `A split by ${role}s promises that none is known. The few that are rank better than those to come.`,
        remedy: `Divide the log by \`${name}\` again, so that each ${role} stands in one part.`,
        specPath: ['split'],
      },
    ];
  });
}
