/** Of every source, model and probe of a spec: its arms, and the fields that these have. */
import { modelKindOf } from '../../preference/models.ts';
import { isScoredHere } from '../../specfile/model-kinds.ts';
import type { Spec } from '../../specfile/schema.ts';
import { readSources } from '../../specfile/source-bases.ts';
import { hasProjection, plannedArms, plannedDrops, plannedFeatures, plannedProbes } from '../arms/planned.ts';

/** Of a source, or of a model with its probes. */
export interface OwnFields {
  arms: number;
  /** Fields of each arm. */
  fields: number;
  /** Fields that are held for all arms and seeds. */
  stored: number;
  /** Trainings of a seed without one of the fields, at most: of a head, and of a ranker. */
  drops: { ofHead: number; ofRanker: number };
  /** Arms whose vectors a projection reads. */
  projected: number;
}

export function ownFields(spec: Spec): OwnFields[] {
  const known = readSources(spec);
  const sources = spec.sources.map((source): OwnFields => {
    const arms = plannedArms(source, known);
    const fields = plannedFeatures(source, known);
    const copies = arms.reduce((sum, arm) => sum + (arm === 'leaked-total' ? 1 : spec.seeds), 0);
    const drops = (ofHead: boolean): number => (fields < 2 ? 0 : plannedDrops(source, known, ofHead));
    return {
      ...{ arms: arms.length, fields, stored: fields * copies },
      drops: { ofHead: drops(true), ofRanker: drops(false) },
      projected: hasProjection(source) ? arms.length : 0,
    };
  });
  const models = spec.models.flatMap((model): OwnFields[] => {
    if (!isScoredHere(model)) return [];
    const fields = modelKindOf(model).features(model);
    const probes = plannedProbes(model, spec).length;
    return [
      {
        ...{ arms: 1 + probes, fields, stored: fields * (1 + probes * spec.seeds) },
        drops: { ofHead: 0, ofRanker: 0 },
        projected: hasProjection(model) ? 1 + probes : 0,
      },
    ];
  });
  return [...sources, ...models];
}
