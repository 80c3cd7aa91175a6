/** What a report says in the reader's language: no part of it is left in English, and the report keeps its own words. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answers } from '../../../src/report/answers.ts';
import { estimateName, namedEstimates, provenance, rowName } from '../../../src/report/estimates.ts';
import type { Report, Verdict } from '../../../src/report/schema.ts';
import { gateSentence } from '../../../src/report/words/gate.ts';
import { openingSentences } from '../../../src/report/words/opening.ts';
import { trendsOf } from '../../../src/report/words/rolling/rolling.ts';
import { runFacts } from '../../../src/report/words/run-facts.ts';
import { summarize, summaryOf } from '../../../src/report/words/summary.ts';
import { curveLine } from '../../../src/report/words/tables/curve-line.ts';
import { rankingRows } from '../../../src/report/words/tables/ranking.ts';
import { filled, type Translate } from '../../../src/report/words/translate.ts';
import { fullReport } from '../../fixtures/full-report.ts';
import { modelsReport } from '../../fixtures/models-report.ts';
import { estimate, exampleReport } from '../../fixtures/report.ts';
import { sevenWindows } from '../../fixtures/rolling-report.ts';
import { stagedBase, tunedSearch } from '../../fixtures/staged-report.ts';

const file = join(import.meta.dirname, '../../../l10n/bundle.l10n.zh-cn.json');
const words: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
/** As the editor does it: a text without a translation is English. */
const inChinese: Translate = (message, ...args) => filled(words[message] ?? message, args);

/** What people in China say in English, and names. */
const STAYS = /AUC|LogLoss|LIS|AIS|DeepFM|FM|ID|co-click|swing|notellm|pctr|ffm|\b(lr|p)\b/g;
const english = (sentence: string): string[] => sentence.replace(STAYS, '').match(/[A-Za-z]{2,}/g) ?? [];

const [first] = exampleReport().sources;
const verdict = (target: string, code: Verdict['code']): Verdict => ({
  ...{ target, code, severity: code === 'headroom' ? 'positive' : 'warning' },
  ...{ message: 'in English', action: 'in English' },
});

const sentences = (report: Report): string[] => {
  const { sentence, parts } = summarize(report, inChinese);
  return [sentence, ...parts.map((part) => part.sentence)];
};

const SOURCES = ['headroom', 'no-headroom', 'underpowered', 'label-leak', 'self-evidence'] as const;
const BESIDE = ['artefact', 'label-suspect', 'ranker-dependent', 'objective-dependent', 'drifting'] as const;
const MODELS = [
  ...['label-leak', 'alignment-bottleneck', 'data-bottleneck', 'exceeds-reference'],
  ...['low-coverage', 'content-cannot-express'],
] as Verdict['code'][];

describe('the answer in Chinese', () => {
  it('says what the English one says', () => {
    const source = {
      ...first!,
      name: 'co-click',
      lis: { ...first!.lis, transferable: estimate(0.0203, 0.005) },
    };
    const report = exampleReport({
      ...{
        sources: [
          { ...source, honestGain: estimate(0.0081, 0.002) },
          { ...source, name: 'swing' },
        ],
      },
      ...{ models: [], verdicts: [verdict('co-click', 'headroom')] },
    });
    expect(summarize(report, inChinese).sentence).toBe(
      'co-click 值得用来对齐：最多可使此排序模型（AUC 0.735）的 AUC 提升 0.020 ± 0.005。其中 0.008 只需每个时间片重建一次该数据即可获得。尚不能表明另一个数据源值得用来对齐。',
    );
  });

  it.each(SOURCES)('has no word of English on a source of the verdict %s', (code) => {
    const declared = { lis: { total: estimate(0.3, 0.01) } };
    const unused = { lis: { total: estimate(0, 0), transferable: { ...estimate(0, 0), se: 0 } } };
    const kinds = [{}, declared, unused, { coverage: 0 }, { minimumDetectable: 0 }];
    for (const kind of kinds)
      for (const beside of [undefined, ...BESIDE]) {
        const source = { ...first!, name: 'co-click', honestGain: estimate(0.008, 0.002), ...kind };
        const verdicts = [code, ...(beside === undefined ? [] : [beside])].map((it) =>
          verdict('co-click', it),
        );
        const report = exampleReport({ sources: [source], models: [], verdicts });
        expect(sentences(report).flatMap(english)).toEqual([]);
        expect(sentences({ ...report, verdicts: [] }).flatMap(english)).toEqual([]);
      }
  });

  it.each(MODELS)('has no word of English on a model of the verdict %s', (code) => {
    const report = modelsReport();
    const [model] = report.models;
    for (const ais of [model!.ais, estimate(0, 0.01)])
      for (const captured of [model!.captured, {}])
        for (const sources of [report.sources, []])
          for (const verdicts of [[verdict('notellm', code)], []]) {
            const models = [{ ...model!, name: 'notellm', ais, captured }];
            const named = sources.map((source, i) => ({ ...source, name: i === 0 ? 'co-click' : 'swing' }));
            expect(sentences({ ...report, sources: named, models, verdicts }).flatMap(english)).toEqual([]);
          }
  });

  it('has no word of English on several sources, on leaks, and on a base alone', () => {
    const named = (count: number) => Array.from({ length: count }, (_, i) => ({ ...first!, name: `p${i}` }));
    for (const worth of [0, 1, 2, 3, 4]) {
      const verdicts = named(worth).map(({ name }) => verdict(name, 'headroom'));
      const report = exampleReport({ sources: named(4), models: [], verdicts });
      expect(sentences(report).flatMap(english)).toEqual([]);
      expect(sentences({ ...report, sources: named(2) }).flatMap(english)).toEqual([]);
    }
    const alone = exampleReport({ sources: [], models: [], verdicts: [] });
    expect(sentences(alone).flatMap(english)).toEqual([]);
    expect(sentences({ ...alone, verdicts: [verdict('the base', 'label-leak')] }).flatMap(english)).toEqual(
      [],
    );
  });

  it('has no word of English on the base', () => {
    const { headRows } = stagedBase();
    const search = tunedSearch({ trials: tunedSearch().trials.slice(0, 1), chosen: 0, weak: true });
    const bases = [stagedBase(), stagedBase({ search }), { search }, { headRows }, undefined];
    const kinds = [
      ...['lr', 'fm', 'deepfm', 'ffm'].map((kind) => ({ kind })),
      ...[{ kind: 'logged', score: 'pctr' }, { kind: 'gbdt' }, { kind: 'command', command: 'p' }],
    ];
    for (const ranker of kinds)
      for (const base of bases)
        for (const part of [{ sources: [] }, {}]) {
          const [, onBase] = openingSentences({ ...exampleReport(part), ranker, base } as Report, inChinese);
          expect(english(onBase!)).toEqual([]);
        }
    const onModels = openingSentences({ ...modelsReport(), sources: [] }, inChinese)[1];
    expect(onModels).toMatch(/^不使用模型时，基准（/);
  });

  it('is composed anew, and the report keeps the English one', () => {
    const report = exampleReport();
    const kept = { ...report, summary: summarize(report) };
    expect(summaryOf(kept)).toBe(kept.summary);
    expect(summaryOf(kept, inChinese).sentence).toMatch(/\p{Script=Han}/u);
    expect(answers(kept, inChinese)[0]!.sentence).toMatch(/\p{Script=Han}/u);
    expect(answers(kept)[0]!.sentence).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('other words in Chinese', () => {
  it('are the names of estimates, as the English ones are told', () => {
    const full = fullReport();
    const source = { ...full.sources[0]!, nullCheck: estimate(0, 0.01) };
    for (const { key, name, estimate: found } of namedEstimates(source)) {
      expect(estimateName(key, (message, ...args) => filled(message, args))).toBe(name);
      const row = rowName(
        { name: estimateName(key, inChinese), estimate: { ...found, level: 0.983 } },
        inChinese,
      );
      expect(row).toMatch(/\p{Script=Han}.*（98\.3 %）$/u);
      expect(english(row.replace('recent', ''))).toEqual([]);
    }
    const declared = { ...source, provenance: 'declared' as const, kind: 'x', observed: '2026' };
    for (const kind of [{ ...source, kind: 'x' }, declared, { ...declared, lis: { total: estimate(0, 1) } }])
      expect(english(provenance(kind, inChinese))).toEqual([]);
  });

  it('are the facts of a run, its gate, its curve and its trends', () => {
    const { headRows } = stagedBase();
    const heads = (['trees', 'additive'] as const).flatMap((kind) =>
      [5, 39_000].map((positives) => ({ head: { kind, by: 'rows' as const, positives }, headRows })),
    );
    const cached = [
      { search: true, seeds: 3, trained: 0 },
      { search: true, seeds: 2, trained: 1 },
      { search: true, seeds: 0, trained: 3 },
      { search: false, seeds: 1, trained: 2 },
    ].map((kept) => ({ ...stagedBase(), cached: kept }));
    const blocks = (['user', 'row', 'time'] as const).map((by) => ({ headRows, blocks: { by, count: 5 } }));
    const report = fullReport();
    const names = /lis-lens|node|duckdb|UTC|MB|\bmin\b/g;
    for (const base of [stagedBase(), ...heads, ...cached, ...blocks, undefined])
      for (const kind of ['lr', 'gbdt', 'logged']) {
        const facts = runFacts({ ...report, ranker: { kind }, base }, inChinese).flat();
        expect(facts.flatMap((text) => english(text.replace(names, '').replace(kind, '')))).toEqual([]);
      }
    const gate = { ...report.gate!, condition: '>= 0', source: 'co-click' };
    for (const met of [true, false])
      for (const leak of [true, undefined])
        expect(english(gateSentence({ ...gate, met, ...(leak && { leak }) }, inChinese))).toEqual([]);
    const curve = curveLine(stagedBase(), 'notellm', 'LIS', inChinese);
    expect(english(curve!)).toEqual([]);
    const [header] = rankingRows(report.arms, inChinese);
    expect(header!.join(' ')).toMatch(/GAUC 按正样本加权 等权 .*NDCG@10/);
    const rolling = sevenWindows({}, { falling: 'co-click', steady: 'recent' });
    const told = trendsOf({ ...report, rolling }, inChinese).map((trend) => trend.told);
    expect(told.flatMap(english)).toEqual([]);
  });
});
