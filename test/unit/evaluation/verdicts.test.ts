import { describe, expect, it } from 'vitest';
import { bestOther } from '../../../src/evaluation/describe/sources.ts';
import { type VerdictOptions, verdicts } from '../../../src/evaluation/judge/verdicts.ts';
import { headlineLis } from '../../../src/report/estimates.ts';
import type { Estimate, Segment, SourceReport } from '../../../src/report/schema.ts';
import { estimate as make } from '../../fixtures/report.ts';

/** From its limits, so that tests say what fires. */
const between = (low: number, high: number, level = 0.95): Estimate => ({
  ...make((low + high) / 2, (high - low) / 2),
  level,
});

const source = (changes: Partial<SourceReport> = {}): SourceReport => ({
  name: 'co-click',
  kind: 'co-click',
  provenance: 'built',
  coverage: 0.9,
  lis: { transferable: between(0.002, 0.006), total: between(0.03, 0.05) },
  minimumDetectable: 0.0008,
  segments: [],
  features: [],
  ...changes,
});

const lis = (low: number, high: number): SourceReport =>
  source({ lis: { transferable: between(low, high), total: between(low, high) } });

const judge = (judged: SourceReport, options: Partial<VerdictOptions> = {}) =>
  verdicts(judged, { minimumGain: 0.001, ...options });
const codes = (...args: Parameters<typeof judge>) => judge(...args).map(({ code }) => code);

describe('the headline verdict', () => {
  it.each([
    ['headroom', 0.001, 0.005], // the lower limit reaches the minimum gain
    ['underpowered', 0.0009, 0.005],
    ['underpowered', -0.002, 0.001],
    ['no-headroom', -0.002, 0.0009],
    ['no-headroom', -0.004, -0.002],
  ])('is %s for [%f, %f]', (code, low, high) => {
    expect(codes(lis(low, high))).toEqual([code]);
  });

  it('never says that data cannot pay where the log is too small to find the minimum gain', () => {
    const small = { ...lis(-0.002, 0.0009), minimumDetectable: 0.0011 };
    expect(codes(small)).toEqual(['underpowered']);
    expect(judge(small)[0]).toMatchObject({
      severity: 'warning',
      message:
        'The transferable LIS -0.0006 [-0.0020, +0.0009] lies below the minimum gain of 0.0010, but this log would miss a LIS below 0.0011 more than one time in five: it does not decide.',
    });
    expect(codes(small, { minimumGain: 0.0011 })).toEqual(['no-headroom']);
    expect(codes({ ...small, coverage: 0 })[0]).toBe('underpowered');
  });

  it('nor where the data touches hardly any row, and may gain on these', () => {
    const covered = (low: number, high: number): Segment => ({
      ...{ by: 'coverage', value: 'covered', rows: 85, users: 32, positiveRate: 0.1, baseAuc: 0.6 },
      lis: between(low, high),
    });
    const thin = { ...lis(-0.0002, 0.0003), minimumDetectable: 0.0003, coverage: 0.0022 };
    const [verdict] = judge({ ...thin, segments: [covered(-0.01, 0.016)] });
    expect(verdict).toMatchObject({ code: 'underpowered', severity: 'warning' });
    expect(verdict!.message).toMatch(
      /touches only 0\.2 % of the evaluation rows, where its gain is \+0\.0030 \[-0\.0100, \+0\.0160\]/,
    );
    expect(verdict!.action).toMatch(/^Bring earlier rows of the users who are evaluated/);
    expect(codes(thin)[0]).toBe('underpowered'); // too few rows for a segment
    expect(codes({ ...thin, segments: [covered(-0.01, 0.0009)] })[0]).toBe('no-headroom');
    expect(codes({ ...thin, coverage: 0.05, segments: [covered(-0.01, 0.016)] })[0]).toBe('no-headroom');
  });

  it('nor where no head found a use for it: equal scores have no interval', () => {
    const nothing = { ...lis(0, 0), minimumDetectable: 0 };
    nothing.lis.transferable!.se = 0;
    const [verdict] = judge(nothing);
    expect(verdict).toMatchObject({ code: 'underpowered', severity: 'warning' });
    expect(verdict!.message).toContain('is 0 to the last digit');
  });

  it('nor where the placebo lies below 0 too', () => {
    const useless = { ...lis(-0.03, -0.01), placeboGain: between(-0.02, -0.001) };
    const [verdict] = judge(useless);
    expect(verdict).toMatchObject({ code: 'underpowered', severity: 'warning' });
    expect(verdict!.message).toContain('items permuted, -0.0105 [-0.0200, -0.0010]');
    expect(verdict!.action).toContain('Train on a longer log');
    expect(codes({ ...useless, placeboGain: between(-0.02, 0.001) })).toEqual(['no-headroom']);
    // What has headroom has it all the same.
    expect(codes({ ...lis(0.002, 0.006), placeboGain: between(-0.02, -0.001) })).toEqual(['headroom']);
  });

  it('divides every interval into exactly one of three', () => {
    for (let low = -0.003; low < 0.004; low += 0.0005) {
      for (let width = 0; width < 0.006; width += 0.0007) {
        const found = codes(lis(low, low + width)).filter((code) =>
          ['headroom', 'no-headroom', 'underpowered'].includes(code),
        );
        expect(found).toHaveLength(1);
      }
    }
  });

  it('says how much, what rebuilding gives already, and where', () => {
    const segment = (value: string, low: number, high: number): Segment => ({
      by: 'item',
      value,
      rows: 10,
      users: 5,
      positiveRate: 0.1,
      baseAuc: 0.6,
      lis: between(low, high),
    });
    const judged = source({
      honestGain: between(0.001, 0.003),
      segments: [
        segment('head', 0.001, 0.003),
        segment('tail', 0.0045, 0.0065),
        { ...segment('7', 0.01, 0.02), by: 'position' }, // the luckiest of many values
      ],
    });
    const [verdict] = judge(judged);
    expect(verdict).toMatchObject({ severity: 'positive', target: 'co-click' });
    expect(verdict!.message).toBe(
      'The transferable LIS +0.0040 [+0.0020, +0.0060] lies above the minimum gain of 0.0010: this data has headroom.' +
        ' It is largest where item is tail: +0.0055 [+0.0045, +0.0065].',
    );
    expect(verdict!.action).toContain('how much of the +0.0040 it brings');
    expect(verdict!.action).toContain('gives +0.0020 of it without any model');
  });

  it('names the level of an interval that several sources widened', () => {
    const wider = source({
      lis: { transferable: between(0.0005, 0.0075, 0.9833), total: between(0.03, 0.05) },
    });
    expect(codes(wider)).toEqual(['underpowered']);
    expect(judge(wider)[0]!.message).toContain('[+0.0005, +0.0075] at 98.33 %');
  });

  it('names the best source where another one is better', () => {
    expect(judge(lis(-0.001, 0.0005), { best: { name: 'swing', value: 0.01 } })[0]!.action).toBe(
      'Try `swing` instead, whose LIS is +0.0100.',
    );
    expect(judge(lis(-0.001, 0.0005), { best: { name: 'swing', value: -0.01 } })[0]!.action).not.toContain(
      'swing',
    );
  });

  it('does not send the reader to a source that cannot pay either', () => {
    const best = { name: 'swing', value: 0.0009 };
    expect(judge(lis(-0.001, 0.0005), { best })[0]!.action).not.toContain('swing');
  });

  it('does not blame the spread between seeds where one seed shows none', () => {
    const power = { usersNeeded: 100, seedsNeeded: 3, advice: 'seeds' as const };
    const action = (seeds: number) => judge({ ...lis(-0.001, 0.002), power }, { seeds })[0]!.action;
    expect(action(2)).toContain('the spread between seeds decides');
    expect(action(1)).toContain('about 3 seeds instead of 1');
    expect(action(1)).toContain('one seed does not show');
    expect(action(1)).not.toContain('decides');
  });

  it('says that a value below 0 is what columns without use cost', () => {
    expect(judge(lis(-0.003, -0.001))[0]!.message).toContain('what columns without use cost');
    expect(judge(lis(-0.003, 0.002))[0]!.message).toContain('what columns without use cost');
    expect(judge(lis(-0.001, 0.002))[0]!.message).not.toContain('cost of');
  });

  it('judges declared data by its total, and says what that cannot show', () => {
    const declared = source({ provenance: 'declared', lis: { total: between(0.002, 0.006) } });
    const [verdict] = judge(declared);
    expect(headlineLis(declared)).toBe(declared.lis.total);
    expect(verdict).toMatchObject({ code: 'headroom', severity: 'info' });
    expect(verdict!.message).toMatch(/^The total LIS/);
    expect(verdict!.action).toMatch(/time and user columns/);
    expect(judge({ ...declared, kind: 'embeddings' })[0]!.action).toMatch(/a time column/);
    const ofVectors = judge({ ...declared, kind: 'clusters-of' })[0]!;
    expect(ofVectors.action).toMatch(/check what its vectors were made of, or give their file a time column/);
    expect(judge({ ...declared, kind: 'columns' })[0]!.action).not.toContain('file');
  });
});

describe('an underpowered source', () => {
  const undecided = (power?: SourceReport['power']) => ({
    ...lis(-0.001, 0.004),
    ...(power !== undefined && { power }),
  });
  const advice = (power?: SourceReport['power']) =>
    judge(undecided(power), { evalUsers: 943, seeds: 3 })[0]!.action;

  it('says how many users or seeds would decide', () => {
    expect(advice({ usersNeeded: 8_123, seedsNeeded: null, advice: 'users' })).toContain(
      'Evaluate about 8,200 users instead of 943',
    );
    const ofSample = (usersNeeded: number) =>
      judge(undecided({ usersNeeded, seedsNeeded: null, advice: 'users' }), {
        evalUsers: 943,
        allUsers: 8_500,
      })[0]!;
    expect(ofSample(8_123).action).toContain(
      'about 8,200 users instead of 943: this log has 8,500, of which a smaller `precision` measures more',
    );
    expect(ofSample(9_000).action).toContain('a longer evaluation window or a larger log');
    expect(advice({ usersNeeded: null, seedsNeeded: 9, advice: 'seeds' })).toContain(
      'Train about 9 seeds instead of 3',
    );
    expect(advice({ usersNeeded: 2000, seedsNeeded: 8, advice: 'users-and-seeds' })).toMatch(
      /2,000 users instead of 943 and train about 8 seeds instead of 3/,
    );
  });

  it('asks for nothing that this log cannot give', () => {
    const impossible =
      /^The smallest LIS .* to the minimum gain of 0.0010: evaluate a much larger log, or set `minimumGain`/;
    expect(advice({ usersNeeded: 9431, seedsNeeded: null, advice: 'users' })).toMatch(impossible);
    expect(advice({ usersNeeded: null, seedsNeeded: 31, advice: 'seeds' })).toMatch(impossible);
    expect(advice({ usersNeeded: 9431, seedsNeeded: 1471, advice: 'users-and-seeds' })).toMatch(impossible);
    expect(advice({ usersNeeded: 9430, seedsNeeded: 1471, advice: 'users' })).toContain('9,500 users');
    expect(advice({ usersNeeded: 1000, seedsNeeded: 31, advice: 'seeds' })).toContain('about 31 seeds');
  });

  it('has a gain that seems far above the minimum told from it, which takes fewer users', () => {
    const gain = { gain: 0.0039 };
    expect(advice({ usersNeeded: 1500, seedsNeeded: null, advice: 'users', ...gain })).toBe(
      'To show a gain of +0.0049, if it is what it seems, evaluate about 1,500 users instead of 943: a longer evaluation window or a larger log.',
    );
    expect(advice({ usersNeeded: 9431, seedsNeeded: null, advice: 'users', ...gain })).toMatch(
      /^To tell a gain of \+0.0049 from the minimum gain, evaluate a much larger log/,
    );
  });

  it('copes without numbers', () => {
    expect(advice()).toBe(
      'The smallest LIS that this evaluation would find is 0.0008 (80 % power). Evaluate more users or more seeds.',
    );
    expect(advice({ usersNeeded: null, seedsNeeded: null, advice: 'users' })).toContain(
      'Evaluate more users:',
    );
    expect(advice({ usersNeeded: null, seedsNeeded: null, advice: 'users-and-seeds' })).toContain(
      'Evaluate more users and train more seeds.',
    );
    expect(judge(undecided({ usersNeeded: 100, seedsNeeded: 4, advice: 'seeds' }))[0]!.action).toContain(
      'about 4 seeds (',
    );
    expect(advice({ usersNeeded: null, seedsNeeded: null, advice: 'enough' })).toContain('too near');
  });
});

describe('self-evidence', () => {
  const withSelfEvidence = (selfEvidence: Estimate) => source({ selfEvidence });

  it('fires when its own contrast with half the total lies above 0', () => {
    const judged = withSelfEvidence(between(0.03, 0.042));
    expect(codes(judged, { contrasts: { selfMinusHalfTotal: between(0.001, 0.02) } })).toContain(
      'self-evidence',
    );
    expect(codes(judged, { contrasts: { selfMinusHalfTotal: between(-0.001, 0.02) } })).not.toContain(
      'self-evidence',
    );
  });

  it('without the contrast needs more than half of the largest total that the interval holds', () => {
    expect(codes(withSelfEvidence(between(0.026, 0.046)))).toContain('self-evidence'); // > 0.05 / 2
    expect(codes(withSelfEvidence(between(0.024, 0.046)))).not.toContain('self-evidence');
  });

  it('says how much of what', () => {
    expect(judge(withSelfEvidence(between(0.03, 0.036)))[1]!.message).toBe(
      'More than half of the total gain is users predicting themselves: +0.0330 [+0.0300, +0.0360] of the total LIS +0.0400.',
    );
  });

  it('has nothing to say of a total that may be 0, or of data with a total only', () => {
    const contrasts = { selfMinusHalfTotal: between(0.001, 0.02) };
    const none = source({
      lis: { transferable: between(-0.02, -0.01), total: between(-0.001, 0.002) },
      selfEvidence: between(0.01, 0.02),
    });
    expect(codes(none, { contrasts })).not.toContain('self-evidence');
    const declared = source({ lis: { total: between(0.03, 0.05) }, selfEvidence: between(0.03, 0.04) });
    expect(codes(declared, { contrasts })).not.toContain('self-evidence');
  });
});

describe('artefact', () => {
  const gaining = source({ placeboGain: between(0.003, 0.005) });
  const fires = { contrasts: { placeboMinusHalfLeaked: between(0.0005, 0.004) } };

  it('fires by its own contrast only', () => {
    expect(codes(gaining, fires)).toEqual(['headroom', 'artefact']);
    expect(judge(gaining)[0]).toMatchObject({ severity: 'positive' });
    expect(judge(gaining, fires)[0]).toMatchObject({ severity: 'info' });
    expect(judge(gaining, fires)[0]!.action).toMatch(/^Not worth aligning on/);
    expect(codes(gaining, { contrasts: { placeboMinusHalfLeaked: between(-0.0005, 0.004) } })).toEqual([
      'headroom',
    ]);
    expect(codes(gaining)).toEqual(['headroom']);
  });

  it('needs a LIS to explain', () => {
    // A useless source: base 0.70, leaked 0.69, placebo 0.70: placebo − ½ · leaked = +0.005 and nothing was gained.
    const useless = { ...lis(-0.012, -0.008), placeboGain: between(-0.001, 0.001) };
    expect(codes(useless, fires)).toEqual(['no-headroom']);
  });
});

describe('freshness-limited', () => {
  it('fires by its own contrast, and only where fresher is better', () => {
    const contrasts = { freshnessMinusHalfLis: between(0.001, 0.004), freshGain: between(0.001, 0.005) };
    expect(codes(source({ freshness: between(0.002, 0.006) }), { contrasts })).toContain('freshness-limited');
    expect(codes(source({ freshness: between(-0.001, 0.006) }), { contrasts })).toEqual(['headroom']);
    expect(codes(source({ freshness: between(0.002, 0.006) }))).toEqual(['headroom']);
    expect(codes(source(), { contrasts })).toEqual(['headroom']);
  });

  it('needs fresh data to gain at all: what the honest arm lost is no matter of freshness', () => {
    // MovieLens small: honest −0.0022, fresh +0.0020 [−0.001, +0.005] over the base, freshness +0.0042 [+0.0003, +0.0080].
    const contrasts = { freshnessMinusHalfLis: between(0.0001, 0.007), freshGain: between(-0.001, 0.005) };
    expect(codes(source({ freshness: between(0.0003, 0.008) }), { contrasts })).toEqual(['headroom']);
  });
});

describe('the better source that no-headroom names', () => {
  const named = (name: string, value: number, declared = false): SourceReport => {
    const gain = between(value - 0.001, value + 0.001);
    return source({
      name,
      lis: declared ? { total: gain } : { transferable: gain, total: between(0.03, 0.05) },
    });
  };
  const [weak, strong] = [named('co-click', 0.001), named('swing', 0.004)];
  const [file, better] = [named('file', 0.04, true), named('better', 0.05, true)];
  const all = [weak, file, strong, better];

  it('is measured alike: no total LIS of declared data stands against a transferable one', () => {
    expect(bestOther(weak, all)).toEqual({ name: 'swing', value: 0.004 });
    expect(bestOther(file, all)).toEqual({ name: 'better', value: 0.05 });
    expect(bestOther(weak, [weak, file, better])).toBeUndefined();
  });

  it('is none where the source is itself the best', () => {
    expect(bestOther(strong, all)).toBeUndefined();
    expect(bestOther(better, all)).toBeUndefined();
  });
});

describe('cold-start-opportunity', () => {
  const cold = (part: Estimate | null) =>
    source({
      segments: [
        { by: 'item', value: 'cold', rows: 9, users: 4, positiveRate: 0.1, baseAuc: 0.5, lis: part },
      ],
    });
  const has = (...args: Parameters<typeof codes>) => codes(...args).includes('cold-start-opportunity');

  it('fires by its own contrast', () => {
    expect(
      has(cold(between(0.005, 0.03)), { contrasts: { coldMinusTwiceOverall: between(0.001, 0.02) } }),
    ).toBe(true);
    expect(
      has(cold(between(0.02, 0.03)), { contrasts: { coldMinusTwiceOverall: between(-0.001, 0.02) } }),
    ).toBe(false);
  });
  it('does not fire without the contrast, however far both intervals lie apart', () => {
    expect(has(cold(between(0.2, 0.3)))).toBe(false);
  });
  it('does not hold a gain of AUC against a LIS in another metric', () => {
    const large = cold(between(0.02, 0.03));
    const contrasts = { coldMinusTwiceOverall: between(0.001, 0.02) };
    expect(has(large, { metric: 'auc', contrasts })).toBe(true);
    expect(has(large, { metric: 'gauc', contrasts })).toBe(false);
    expect(judge(large, { metric: 'auc' })[0]!.message).toContain('item is cold');
    expect(judge(large, { metric: 'gauc' })[0]!.message).not.toContain('item is cold');
  });
  it('needs a measured gain on cold items', () => {
    expect(has(cold(null))).toBe(false);
    expect(has(cold(between(-0.01, 0.03)), { contrasts: { coldMinusTwiceOverall: between(0.001, 1) } })).toBe(
      false,
    );
  });
});

describe('low-coverage', () => {
  it('fires below 60 %', () => {
    expect(codes(source({ coverage: 0.6 }))).toEqual(['headroom']);
    expect(judge(source({ coverage: 0.414 }))[1]).toMatchObject({
      code: 'low-coverage',
      severity: 'info',
      message: expect.stringContaining('touches 41.4 % of the evaluation rows, less than 60.0 %'),
    });
  });
  it('says of data that touches nothing that it was not judged', () => {
    const found = judge({ ...lis(0, 0), coverage: 0 });
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([
      ['no-headroom', 'warning'],
      ['low-coverage', 'warning'],
    ]);
    expect(found[0]!.action).toMatch(/^No row was touched, so this is no judgement of the data/);
    expect(found[1]!.message).toContain('touches none of the evaluation rows');
    expect(found[1]!.action).toMatch(/^Check that its ids/);
  });
  it('tells owners of files to widen the file', () => {
    const action = (provenance: 'built' | 'declared') =>
      judge(source({ coverage: 0.1, provenance }))[1]!.action;
    expect(action('declared')).toContain('the file');
    expect(action('built')).toContain('window');
    const columns = source({ coverage: 0.1, provenance: 'declared', kind: 'columns' });
    expect(judge(columns)[1]!.action).toContain('the columns');
  });
});

it('puts the most important first', () => {
  const all = source({
    lis: { transferable: between(0.002, 0.006), total: between(0.03, 0.05) },
    coverage: 0.3,
    placeboGain: between(0.003, 0.005),
    freshness: between(0.003, 0.005),
    selfEvidence: between(0.03, 0.04),
    segments: [
      {
        by: 'item',
        value: 'cold',
        rows: 9,
        users: 4,
        positiveRate: 0.1,
        baseAuc: 0.5,
        lis: between(0.02, 0.03),
      },
    ],
  });
  const above = between(0.001, 0.002);
  const contrasts = {
    placeboMinusHalfLeaked: above,
    freshnessMinusHalfLis: above,
    freshGain: above,
    coldMinusTwiceOverall: above,
  };
  expect(codes(all, { contrasts })).toEqual([
    'headroom',
    'self-evidence',
    'artefact',
    'freshness-limited',
    'cold-start-opportunity',
    'low-coverage',
  ]);
});
