/** The files that a run reads: of which table, source or model each is, and what is told of them. */
import { Failure } from '../../../common/failure.ts';
import type { InputFingerprint } from '../../../report/schema.ts';
import type { Spec } from '../../../specfile/schema.ts';
import { readSources } from '../../../specfile/source-bases.ts';
import type { Input } from '../formats/files.ts';
import type { LoadedTable } from '../formats/table.ts';
import type { OpenSpec } from './open.ts';

/** "log", "items", "users", "source co-view", "model notellm", "model prod-v2, baseline". */
export function roleName(spec: Spec, id: string, role: string): string {
  if (role === 'source') return `source ${partOf(spec, id)}`;
  const [, index, side] = /^model(\d+)(?:_(.*))?$/.exec(id) ?? [];
  if (index === undefined) return role;
  return `model ${spec.models[Number(index)]?.name}${side === undefined ? '' : `, ${side}`}`;
}

/** The source or model whose file a table is read from, by name; undefined for the log, the items and the users. */
export function partOf(spec: Spec, table: string): string | undefined {
  const [, list, index] = /^(source|model)(\d+)(?:_|$)/.exec(table) ?? [];
  if (index === undefined) return undefined;
  return (list === 'source' ? readSources(spec) : spec.models)[Number(index)]?.name;
}

/** Adds the rows of each file or table to its fingerprint. */
export function withRows(
  prints: readonly InputFingerprint[],
  inputs: ReturnType<typeof inputsOf>,
): InputFingerprint[] {
  return inputs.map(({ file, rows }, i) => {
    if (rows === undefined) throw new Failure('internal', 'lost-file', `No row count of ${file.shown}.`);
    return { ...prints[i]!, rows };
  });
}

/** Every file that is read, those of a table together. */
export function inputsOf(
  { tables, itemFiles }: OpenSpec,
  loaded?: ReadonlyMap<string, LoadedTable>,
): { table: string; file: Input; rows: number | undefined }[] {
  return tables.flatMap((table) => [
    ...table.files.map(({ file }, i) => ({
      table: table.id,
      file,
      rows: loaded?.get(table.id)?.rowsPerFile[i],
    })),
    ...(itemFiles.find((itemFile) => itemFile.table === table)?.npy ?? []).map((npy) => ({
      ...npy,
      table: table.id,
    })),
  ]);
}
