/** Splits of timed data that let training see the future of what is evaluated. */
import { count, percent } from '../../../common/format.ts';
import type { AuditCode, Finding, SplitFacts } from '../../../report/schema-audit.ts';
import type { Check, Found } from '../check.ts';
import type { AuditSubject } from '../subject.ts';
import { splitFacts } from './facts.ts';

/** Share of leaking rows from which a split that keeps each user's order is an error. */
const MUCH = 0.1;

interface Words {
  code: AuditCode;
  /** What the split does, as the beginning of a sentence. */
  what: string;
  severity(leaking: number): Finding['severity'];
}

const KINDS: Partial<Record<SplitFacts['kind'], Words>> = {
  random: {
    code: 'random-split',
    what: 'The split draws rows at random although they have times',
    severity: () => 'error',
  },
  'leave-one-out': {
    code: 'leave-one-out-split',
    what: "The split evaluates the last row of each user, and trains on other users' later rows",
    severity: (leaking) => (leaking >= MUCH ? 'error' : 'warning'),
  },
  'per-user': {
    code: 'per-user-split',
    what: "The split evaluates the last rows of each user, and trains on other users' later rows",
    severity: (leaking) => (leaking >= MUCH ? 'error' : 'warning'),
  },
  'per-entity': {
    code: 'per-entity-split',
    what: "The split keeps users apart, and trains on other users' later rows",
    severity: () => 'warning',
  },
};

const REMEDY =
  'Split by one moment: `split: {evaluate: 20%}`, or `split: {from: …}`; training then ends before the first evaluation row.';
const WHY =
  'A model in production never trains on rows that come after those it ranks. Popularity, co-occurrence and what later happened to an item reach the training here.';

/** @returns facts for the report beside the findings */
export function splitOf({ data, training, evaluation }: AuditSubject): SplitFacts {
  return splitFacts({ ...data, time: data.timeline?.time }, training, evaluation);
}

export const splitKind: Check = {
  name: 'the split by time',
  codes: ['random-split', 'leave-one-out-split', 'per-user-split', 'per-entity-split', 'rows-across-cut'],
  run: async (subject) => {
    const facts = splitOf(subject);
    if (facts.kind === 'untimed' || facts.leaking === null)
      return {
        found: [],
        looked: 0,
        notChecked: [{ check: 'the split by time', why: 'the spec names no time column' }],
      };
    const words = KINDS[facts.kind];
    return {
      found: words === undefined ? acrossCut(facts) : [found(words, facts, facts.leaking)],
      looked: facts.evaluationRows,
    };
  },
};

function found({ code, what, severity }: Words, facts: SplitFacts, leaking: number): Found {
  const share = leaking / facts.evaluationRows;
  const ties = facts.tied ? `; ${count(facts.tied)} of them at exactly that time` : '';
  return {
    code,
    severity: severity(share),
    about: 'split',
    target: 'split',
    message: `${what}: ${count(leaking)} of ${count(facts.evaluationRows)} evaluation rows (${percent(share)}) are no later than the last training row of their item${ties}.`,
    evidence: [
      { name: 'leaking evaluation rows (is_leak)', value: leaking },
      { name: 'evaluation rows', value: facts.evaluationRows },
      { name: 'at the same time as the last training row', value: facts.tied ?? 0 },
      { name: 'evaluation rows whose user and item train together', value: facts.sharedInteractions },
    ],
    why: WHY,
    remedy: REMEDY,
    specPath: ['split'],
  };
}

/** Rows of a split by time that stand on the wrong side of it. */
function acrossCut({ misplaced, leaking, evaluationRows }: SplitFacts): Found[] {
  if (misplaced === null || misplaced === 0) return [];
  return [
    {
      code: 'rows-across-cut',
      severity: (leaking ?? 0) >= MUCH * evaluationRows ? 'error' : 'warning',
      about: 'split',
      target: 'split',
      message: `One moment divides training from evaluation but for ${count(misplaced)} rows, which stand on the wrong side of it.`,
      evidence: [
        { name: 'rows on the wrong side', value: misplaced },
        { name: 'leaking evaluation rows (is_leak)', value: leaking ?? 0 },
      ],
      why: WHY,
      remedy: REMEDY,
      specPath: ['split'],
    },
  ];
}
