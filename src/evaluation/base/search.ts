/** The search of the base's recipe, what it is held against, and what a report says of both. */
import type { Warning } from '../../report/failure.ts';
import type { BaseReport } from '../../report/schema-base.ts';
import type { RankerOptions } from '../../spec/schema.ts';
import { within } from '../clock.ts';
import { Pool } from '../pool.ts';
import type { BlockPlan } from './blocks.ts';
import { isWeak, references } from './references.ts';
import type { BaseRun } from './run.ts';
import type { Recipe } from './scores.ts';
import { tune } from './tune.ts';

/** Share of the time that the search itself takes; its references take the rest. */
const SEARCH_PART = 0.8;

export interface Searched {
  recipe: Recipe;
  search: NonNullable<BaseReport['search']>;
  warnings: readonly Warning[];
}

/** @throws Failure `ranker-diverged`, Cancelled */
export async function searchBase(run: BaseRun, plan: BlockPlan, ranker: RankerOptions): Promise<Searched> {
  const pool = new Pool(run.context.signal);
  try {
    return await searchWith(pool, run, plan, ranker);
  } finally {
    await pool.close();
  }
}

async function searchWith(
  pool: Pool,
  run: BaseRun,
  plan: BlockPlan,
  ranker: RankerOptions,
): Promise<Searched> {
  const { data, base, context, onProgress } = run;
  // The last block judges: all rows before it train.
  const { fit } = plan.trainings.at(-2)!;
  const parts = { fit, validate: plan.head.validate };
  const told = (from: number, to: number, message: string) => ({
    ...{ pool, threads: context.threads, memoryBytes: context.memoryBytes },
    onProgress: (fraction: number) => onProgress(within([from, to], fraction), message),
  });
  const { label, user } = data;
  const found = await tune(
    { options: ranker, given: run.given, blocks: [base], label, user, parts },
    told(0, SEARCH_PART, `searching the options of the ${ranker.kind} base`),
  );
  const held = await references(
    { kind: ranker.kind, block: base, label, user, parts },
    told(SEARCH_PART, 1, 'training the references of the base'),
  );
  const { options, trials, chosen, epochs, logLoss, edge, rows } = found;
  const weak = isWeak(found, held);
  const search = {
    ...{ chosen, epochs, logLoss, rows, weak, references: held },
    trials: [...trials],
    edge: [...edge],
  };
  return {
    recipe: { options, epochs },
    search,
    warnings: [
      ...(weak ? [weakBase(ranker.kind, search)] : []),
      ...edge.map((option) => atEdge(option, options)),
    ],
  };
}

function weakBase(
  kind: string,
  { logLoss, references: { constant, counts, lr } }: Searched['search'],
): Warning {
  const others = [
    [constant, 'a constant'],
    [counts, '`lr` on the as-of counts alone'],
    [lr, '`lr`'],
  ] as const;
  const [best, name] = others
    .flatMap(([loss, of]) => (loss === undefined ? [] : [[loss, of] as const]))
    .sort(([a], [b]) => a - b)[0]!;
  const message = `The \`${kind}\` base has a validation log loss of ${logLoss.toFixed(4)}, and ${name} ${best.toFixed(4)}: a gain over so weak a base overstates what a stronger one would gain. Leave out the options that the spec gives to \`ranker\`, or add features.`;
  return { code: 'weak-base', message };
}

function atEdge(option: string, options: RankerOptions): Warning {
  const value = (options as unknown as Record<string, number>)[option];
  const message = `The search of the base chose ${option} ${value}, at an edge of what it tries: give \`ranker.${option}\` a value beyond it, and compare.`;
  return { code: 'search-edge', message };
}
