/**
 * JSON lines: one object a line, columns by their exact keys. DuckDB looks keys up exactly, but the names of what it reads
 * ignore case: keys that differ in case alone are read apart, and all of them by their position.
 */
import { columnsOf, type Field, type FileColumn, insideRecord, OpenFile } from '../../session/columns.ts';
import type { Session } from '../../session/session.ts';
import { quoteIdentifier, quotePath, quoteText } from '../../session/sql.ts';
import type { InputFile } from '../files.ts';
import { fieldsInJson } from './fields.ts';
import { KeyTree } from './key-tree.ts';

export async function openJsonLines(session: Session, file: InputFile): Promise<OpenFile> {
  const compression = file.compression === 'none' ? 'uncompressed' : file.compression;
  const options = `format = 'newline_delimited', compression = ${quoteText(compression)}, hive_partitioning = false`;
  const path = quotePath(file.path);
  const records = (further: string) => `read_json(${path}, ${options}, records = true, ${further})`;
  const objects = `read_json_objects(${path}, ${options})`;
  const fields = await fieldsInJson(session, file, records, objects);
  const columns = columnsOf(file, fields);
  const read = async (_: Session, wanted: readonly FileColumn[]) => {
    // Without a column to read, DuckDB would not parse what it counts.
    const { trees, values } = plant(fields, wanted.length > 0 ? wanted : columns.slice(0, 1));
    return {
      from: trees.length === 1 ? oneScan(records, trees[0] as KeyTree) : manyScan(objects, trees),
      values,
    };
  };
  return new OpenFile(file, columns, read);
}

/** Spreads the columns over as few trees as hold them. @returns the SQL of each column over what reads the trees */
function plant(
  fields: readonly Field[],
  columns: readonly FileColumn[],
): { trees: KeyTree[]; values: string[] } {
  const trees: KeyTree[] = [];
  const places = columns.map(({ path, type }) => {
    const keys = keysAt(fields, path);
    for (const [tree, keyTree] of trees.entries()) {
      const at = keyTree.add(keys, type);
      if (at !== undefined) return { tree, at };
    }
    const tree = new KeyTree();
    return { tree: trees.push(tree) - 1, at: tree.add(keys, type) as number[] };
  });
  const single = trees.length === 1;
  const values = places.map(({ tree, at }) => {
    return single ? insideRecord(`t.j${at[0]}`, at.slice(1)) : insideRecord(`t.t${tree}`, at);
  });
  return { trees, values };
}

function keysAt(fields: readonly Field[], path: readonly number[]): string[] {
  const keys: string[] = [];
  let beside: readonly Field[] = fields;
  for (const at of path) {
    const { name, fields: inside = [] } = beside[at] as Field;
    keys.push(name);
    beside = inside;
  }
  return keys;
}

function oneScan(records: (further: string) => string, tree: KeyTree): string {
  const parts = tree.parts();
  const typed = parts.map(({ key, type }) => `${quoteIdentifier(key)}: ${quoteText(type)}`);
  return `${records(`columns = {${typed.join(', ')}}`)} AS t(${parts.map((_, i) => `j${i}`).join(', ')})`;
}

/** Each line is taken apart once for every tree. */
function manyScan(objects: string, trees: readonly KeyTree[]): string {
  const structures = trees.map((tree, t) => {
    const structure = Object.fromEntries(tree.parts().map(({ key, type }) => [key, type]));
    return `json_transform_strict(json, ${quoteText(JSON.stringify(structure))}) AS t${t}`;
  });
  return `(SELECT ${structures.join(', ')} FROM ${objects}) AS t`;
}
