/** What single features say of the rows that were measured, whenever they were built. */
import { picked, placesOf } from '../../common/some-rows.ts';
import type { PhiColumn } from '../../preference/features/source.ts';
import type { FieldBlock } from '../../ranker/ranker.ts';
import { emptyCodeRows } from '../../ranker/rows/code-rows.ts';
import type { ModelFacts } from '../arms/model-arms.ts';
import type { SourceFacts } from '../arms/preference-arms.ts';
import { featureDiagnostics } from '../describe/feature-diagnostics.ts';
import type { LabelRows } from '../judge/label-auc.ts';
import { armColumns } from '../judge/leak-columns.ts';
import { putCodes, putColumns } from '../tasks/later-rows.ts';
import type { BuiltParts, Piece } from './built.ts';

/** Features and their codes, of some rows of the log. */
interface Features {
  phi: readonly PhiColumn[];
  block: FieldBlock;
}

/** @param rows numbers of the log's rows */
export async function diagnosed(
  sources: readonly SourceFacts[],
  built: BuiltParts,
  rows: LabelRows,
  breathe: () => Promise<void>,
): Promise<SourceFacts[]> {
  const said: SourceFacts[] = [];
  for (const facts of sources) {
    await breathe();
    const pieces = built.ofSource(facts.name).map(({ rows, result }): Piece<Features> => {
      const { block } = result.blocks.find(({ arm }) => arm === facts.headline)!;
      return { rows, result: { phi: result.phi!, block } };
    });
    const { phi, block, at } = joined(pieces, rows);
    await breathe();
    const diagnostics = featureDiagnostics(phi, at.evaluate, at.label);
    await breathe();
    said.push({ ...facts, diagnostics, columns: armColumns(phi, block, at) });
  }
  return said;
}

/** The same of the features of models. */
export async function diagnosedModels(
  models: readonly ModelFacts[],
  built: BuiltParts,
  rows: LabelRows,
  breathe: () => Promise<void>,
): Promise<ModelFacts[]> {
  const said: ModelFacts[] = [];
  for (const facts of models) {
    await breathe();
    const pieces = built.ofModel(facts.name).map(({ rows, result: { phi, block } }): Piece<Features> => {
      return { rows, result: { phi: phi!, block } };
    });
    if (pieces.length === 0) {
      said.push(facts);
      continue;
    }
    const { phi, block, at } = joined(pieces, rows);
    said.push({ ...facts, columns: armColumns(phi, block, at) });
  }
  return said;
}

/** All pieces as one, whose rows ascend, with the numbers that rows of the log have in it. */
function joined(pieces: readonly Piece<Features>[], rows: LabelRows): Features & { at: LabelRows } {
  const [{ rows: some, result: first }] = pieces as [Piece<Features>];
  if (some === undefined) return { ...first, at: rows };
  const all = new Uint32Array(pieces.reduce((sum, piece) => sum + piece.rows!.length, 0));
  let next = 0;
  for (const piece of pieces) {
    all.set(piece.rows!, next);
    next += piece.rows!.length;
  }
  all.sort();
  const phi = first.phi.map((column): PhiColumn => {
    if (column.type === 'numeric') {
      const type = column.values.constructor as Float32ArrayConstructor;
      return { ...column, values: new type(all.length) };
    }
    return { ...column, codes: new Uint32Array(all.length) };
  });
  const block = { ...first.block, codes: emptyCodeRows(all.length, first.block.cardinalities) };
  for (const { rows: ofPiece, result } of pieces) {
    const places = placesOf(ofPiece!, all);
    putColumns(phi, result.phi, places);
    putCodes(block, result.block, places);
  }
  const at = {
    training: placesOf(rows.training, all),
    evaluate: placesOf(rows.evaluate, all),
    label: picked(rows.label, all),
  };
  return { phi, block, at };
}
