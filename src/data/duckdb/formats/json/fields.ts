/** The keys of JSON lines with the types of their values. */
import { Failure } from '../../../../common/failure.ts';
import type { Field } from '../../session/columns.ts';
import type { Session } from '../../session/session.ts';
import { quoteIdentifier } from '../../session/sql.ts';
import type { InputFile } from '../files.ts';
import { fieldsOf } from './record-type.ts';

/** Types that DuckDB reads out of JSON text. As ids or times they must stay the text they are. */
const JSON_TEXT = /^(DATE|TIME|TIMESTAMP|UUID)/;
/** What ../../session/faults.ts makes of DuckDB's words on keys that differ in case inside a record, and on very many keys. */
const UNNAMEABLE = ['query-failed', 'malformed-json'];

/** Lines of many keys look like one map to DuckDB, unless it is told not to think of maps. */
const NO_MAPS = 'map_inference_threshold = -1';

/**
 * The whole file decides the types: a column that turns out mixed on the last line is found here.
 * @param records SQL, with further options, that reads the file as columns of the types found
 * @param objects SQL that reads each line as it is, as `json`
 */
export async function fieldsInJson(
  session: Session,
  file: InputFile,
  records: (further: string) => string,
  objects: string,
): Promise<readonly Field[]> {
  const reading = { path: file.shown };
  let found: Field[] | undefined;
  let fault: unknown;
  for (const further of ['sample_size = -1', `sample_size = -1, ${NO_MAPS}`]) {
    try {
      const rows = await session.rows(`DESCRIBE SELECT * FROM ${records(further)}`, reading);
      found = rows.map((row) => typed(String(row['column_name']), String(row['column_type'])));
      if (!found.some(isRenamed(found))) return found;
      break;
    } catch (error) {
      if (!(error instanceof Failure) || !UNNAMEABLE.includes(error.code)) throw error;
      fault ??= error;
    }
  }
  const whole = await session.row(`SELECT json_group_structure(json) AS s FROM ${objects}`, reading);
  const exact = structured('', JSON.parse(String(whole['s']))).fields;
  if (exact === undefined) throw fault;
  const same = found?.length === exact.length && exact.every(({ name }, i) => name === found?.[i]?.name);
  return same ? (found as Field[]) : exact;
}

function typed(name: string, type: string): Field {
  const fields = fieldsOf(type)?.map((field) => typed(field.name, field.type));
  return { name, type: JSON_TEXT.test(type) ? 'VARCHAR' : type, fields };
}

/** Whether DuckDB may have made up the name: `a_1` for the second of two that differ in case alone, `C3` for none. */
function isRenamed(fields: readonly Field[]): (field: Field) => boolean {
  const names = new Set(fields.map(({ name }) => name.toLowerCase()));
  return ({ name }) => {
    const [, before] = /^(.*)_\d+$/s.exec(name.toLowerCase()) ?? [];
    return /^C\d+$/.test(name) || (before !== undefined && names.has(before));
  };
}

/** A part of what `json_structure` gives: a name of a type, `[part]` for a list, an object for a record. */
type Structure = string | null | [Structure] | { [key: string]: Structure };

function structured(name: string, structure: Structure): Field {
  if (structure === null) return { name, type: 'JSON' };
  if (typeof structure === 'string') return { name, type: structure === 'NULL' ? 'JSON' : structure };
  if (Array.isArray(structure)) {
    const [part] = structure;
    return { name, type: part === undefined ? 'JSON' : `${structured('', part).type}[]` };
  }
  const fields = Object.entries(structure).map(([key, part]) => structured(key, part));
  const parts = fields.map((field) => `${quoteIdentifier(field.name)} ${field.type}`);
  return { name, type: `STRUCT(${parts.join(', ')})`, fields };
}
