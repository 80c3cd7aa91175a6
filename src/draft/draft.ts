/**
 * A first spec from a log that nobody has described yet: profile, infer, write down. The command line and the editor show
 * the same draft; neither decides anything about it.
 */
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { count } from '../common/format.ts';
import type { RunContext } from '../common/progress.ts';
import type { Engine } from '../data/engine.ts';
import type { Look } from '../data/look.ts';
import type { DataProfile } from '../data/profile.ts';
import { filesIn } from '../data/table-source.ts';
import { timeFacts } from '../data/time-facts.ts';
import { infer } from './infer.ts';
import type { Inferred } from './inferred.ts';
import { refine } from './refine.ts';
import { specText } from './spec-text.ts';
import { type FoundTable, findTables } from './tables.ts';
import { type FoundVectors, findVectors, refuseVectors } from './vectors.ts';

export interface DraftRequest {
  /** Files or globs of one log, absolute or relative to `cwd`. */
  data: readonly string[];
  /** Absolute. */
  cwd: string;
  /** Where the spec will be, absolute: its paths start from there. Nothing is written. */
  out: string;
}

/** One thing that was assumed: `user`, `user_id`, `its name; 24 ids on 600 rows`. */
export interface DraftFact {
  key: string;
  /** Absent where nothing is clear enough to be assumed. */
  value?: string | undefined;
  why?: string | undefined;
}

export interface Draft {
  text: string;
  /** What was looked at: `600 rows`, `the first 2,000,000 rows of 3 files`. */
  from: string;
  facts: DraftFact[];
  /** Keys that a run needs and the user has to fill in. */
  undecided: string[];
}

/** @throws Failure `data` for files that cannot be read, Cancelled */
export async function draftSpec(
  { data, cwd, out }: DraftRequest,
  run: RunContext,
  engine: Pick<Engine, 'look'>,
): Promise<Draft> {
  run.onProgress({ phase: 'read', message: 'looking at the columns', fraction: 0 });
  const drafted = async (look: Look) => {
    const guess = infer(look.profile, await timeFacts(look));
    refuseVectors(look.profile, guess);
    run.onProgress({ phase: 'read', message: 'looking for outcomes among the columns', fraction: 0.5 });
    const inferred = await refine(guess, look);
    return { profile: look.profile, inferred, neighbours: await look.neighbours() };
  };
  const { profile, inferred, neighbours } = await engine.look(filesIn(cwd, data), run, drafted, {
    headless: 'name',
  });
  run.onProgress({ phase: 'read', message: 'looking for item and user tables', fraction: 0.8 });
  const tables = await findTables(neighbours, inferred, run, engine);
  // Vectors are compared with what a user chose before, so that there must be a time.
  const timed = inferred.time.value !== undefined;
  const vectors = timed ? await findVectors(neighbours, profile, inferred, run, engine) : [];
  const fromSpec = (path: string) => pathFrom(dirname(out), path, cwd);
  const from = described(profile);
  return {
    text: specText(
      data.map(fromSpec),
      inferred,
      tables.map((table) => ({ ...table, path: fromSpec(table.path) })),
      from,
      {
        header: headerOf(profile),
        vectors: vectors.map((file) => ({ ...file, path: fromSpec(file.path) })),
      },
    ),
    from,
    facts: [...headerFacts(profile), ...factsOf(inferred, tables), ...vectorFacts(vectors)],
    undecided: undecidedOf(inferred),
  };
}

/** Relative to the spec, as specs are moved together with their data; a path given as absolute and outside stays so. */
function pathFrom(folder: string, path: string, cwd: string): string {
  const near = relative(folder, resolve(cwd, path));
  const stays = isAbsolute(near) || (isAbsolute(path) && near.startsWith('..'));
  return (stays ? path : near).split(sep).join('/');
}

function described({ rows, complete, files }: DataProfile): string {
  const among = files.length === 1 ? '' : ` of ${count(files.length)} files`;
  return complete ? `${count(rows)} rows${among}` : `the first ${count(rows)} rows${among}`;
}

/** Names for the columns of files that have none. */
function headerOf({ headless, columns }: DataProfile): string[] | undefined {
  return headless ? columns.map(({ name }) => name) : undefined;
}

function headerFacts(profile: DataProfile): DraftFact[] {
  const header = headerOf(profile);
  const why = 'the first line holds values, not names; write the names of your columns there';
  return header === undefined ? [] : [{ key: 'header', value: header.join(', '), why }];
}

function rolesOf({ user, item, label, time, group }: Inferred) {
  return Object.entries({ user, item, label, time, ...(group && { group }) });
}

function factsOf(inferred: Inferred, tables: readonly FoundTable[]): DraftFact[] {
  const { split, score, features, left } = inferred;
  const facts = rolesOf(inferred).map(([key, { value, why, candidates }]): DraftFact => {
    const open = candidates.length === 0 ? '' : `; candidates: ${candidates.join(', ')}`;
    return value === undefined ? { key, why: `${why}${open}` } : { key, value, why };
  });
  if (split !== undefined) facts.push({ key: 'split', value: split.column, why: 'a ready-made split' });
  if (score?.taken) facts.push({ key: 'ranker', value: `the score ${score.value}`, why: score.why });
  else if (score) facts.push({ key: 'ranker', why: `perhaps the score ${score.value}: ${score.why}` });
  facts.push({ key: 'features', value: features.map(({ name }) => name).join(', ') || 'none' });
  for (const { role, path, key, features: columns } of tables)
    facts.push({
      key: role,
      value: `${basename(path)} by ${key}: ${columns.map(({ name }) => name).join(', ')}`,
    });
  if (left.length > 0) facts.push({ key: 'left out', value: left.map(({ name }) => name).join(', ') });
  return facts;
}

function vectorFacts(vectors: readonly FoundVectors[]): DraftFact[] {
  const why = 'vectors of the items, beside the log: what they add is measured as a model';
  return vectors.map(({ path, item, vector }) => ({
    key: 'model',
    value: `${basename(path)}: ${vector} by ${item}`,
    why,
  }));
}

function undecidedOf(inferred: Inferred): string[] {
  return rolesOf(inferred).flatMap(([key, { value }]) =>
    value === undefined && (key !== 'time' || inferred.split === undefined) ? [key] : [],
  );
}
