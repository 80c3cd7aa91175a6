/** What the report says of a model's probes: what its vectors bring once a cheap alignment has seen the source's honest windows. */

import { contrast } from '../../metrics/intervals/estimate.ts';
import type { ScoredArm } from '../../metrics/scored-arm.ts';
import { BASE, modelArm, probeArm, sourceArm } from '../../report/arm-ids.ts';
import { headlineArm } from '../../report/estimates.ts';
import type { ModelReport, ProbeReport, SourceReport, Verdict } from '../../report/schema.ts';
import { mixture } from '../arms/mixture.ts';
import type { ProbeFacts } from '../arms/probe-arms.ts';
import { type BeyondExpressed, contentCannotExpress, EXPRESSED } from '../judge/probe-verdict.ts';
import { coverage } from './coverage.ts';
import { sourcesWithHeadroom } from './models.ts';
import type { ScoredRun } from './scored-run.ts';

interface Described {
  models: ModelReport[];
  verdicts: Verdict[];
}

/** The models with their probes, and behind the verdicts on models those on what their content can express. */
export function withProbes(
  { models, verdicts }: Described,
  run: ScoredRun,
  described: { sources: readonly SourceReport[]; verdicts: readonly Verdict[] },
): Described {
  const judged: Verdict[] = [];
  const headroom = sourcesWithHeadroom(described.verdicts);
  const probed = models.map((model) => {
    const probes: ProbeReport[] = [];
    for (const facts of run.probes) {
      const source = described.sources.find(({ name }) => name === facts.source);
      if (facts.model !== model.name || source === undefined) continue;
      const arms = armsOf(facts, source, run);
      const probe = describeProbe(facts, source, arms, run);
      probes.push(probe);
      // Where nothing was trained, nothing was found out.
      if (!facts.trained || !headroom.has(source.name)) continue;
      const verdict = contentCannotExpress(model, probe, source, beyondExpressed(arms, run));
      if (verdict !== undefined) judged.push({ ...verdict, target: model.name });
    }
    return { ...model, probes };
  });
  return { models: probed, verdicts: [...verdicts, ...judged] };
}

type Arms = Record<'base' | 'leaked' | 'probe' | 'model', ScoredArm>;

function armsOf({ model, source: name }: ProbeFacts, source: SourceReport, { scored }: ScoredRun): Arms {
  return {
    base: scored.get(BASE)!,
    leaked: scored.get(sourceArm(headlineArm(source), name))!,
    probe: scored.get(probeArm(model, name))!,
    model: scored.get(modelArm(model))!,
  };
}

function describeProbe(facts: ProbeFacts, source: SourceReport, arms: Arms, run: ScoredRun): ProbeReport {
  const gain = contrast(run.rows, arms.probe, arms.base);
  const overModel = contrast(run.rows, arms.probe, arms.model);
  return {
    source: source.name,
    gain,
    overModel,
    coverage: coverage(facts.touched, run.parts.evaluate),
    ...(!facts.trained && { untrained: `no honest window of ${source.name} held enough pairs to train on` }),
  };
}

function beyondExpressed({ base, leaked, probe, model }: Arms, { rows }: ScoredRun): BeyondExpressed {
  const part = mixture(rows, [
    [1 - EXPRESSED, base],
    [EXPRESSED, leaked],
  ]);
  return { probe: contrast(rows, probe, part), model: contrast(rows, model, part) };
}
