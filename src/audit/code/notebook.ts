/** The cells of a notebook's file. */
import { Failure } from '../../common/failure.ts';

/**
 * The code of a notebook, one text for each of its cells; of other cells an empty text, so that places stay true.
 * @throws Failure `data` where the text is not a notebook in Python
 */
export function cellsOf(json: string): string[] {
  if (json.includes('\u0000') || json.includes('\uFFFD')) {
    throw new Failure(
      'data',
      'notebook-binary',
      'The file is not a notebook: it holds binary data. Save it again from Jupyter, as JSON.',
    );
  }
  const notebook = parsed(json.replace(/^\uFEFF/, ''));
  const cells = notebook['cells'] ?? worksheetCells(notebook);
  if (!Array.isArray(cells)) {
    throw new Failure(
      'data',
      'notebook-cells',
      'The file is not a notebook: it is JSON, but has no list of cells. Save it again from Jupyter.',
    );
  }
  if (!isPython(notebook)) return cells.map(() => '');
  return cells.map(codeOf);
}

function parsed(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new Failure(
      'data',
      'notebook-json',
      'The notebook cannot be read: its JSON is broken, perhaps because it was cut off or merged with conflicts. Save it again from Jupyter.',
    );
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Failure(
    'data',
    'notebook-cells',
    'The file is not a notebook: it is JSON, but has no list of cells. Save it again from Jupyter.',
  );
}

/** Notebooks of format 3 hold their cells in sheets. */
function worksheetCells(notebook: Record<string, unknown>): unknown {
  const [sheet] = Array.isArray(notebook['worksheets']) ? notebook['worksheets'] : [];
  return (sheet as Record<string, unknown> | undefined)?.['cells'];
}

function isPython(notebook: Record<string, unknown>): boolean {
  const metadata = notebook['metadata'] as
    | Record<string, Record<string, unknown> | undefined>
    | null
    | undefined;
  const language = metadata?.['language_info']?.['name'] ?? metadata?.['kernelspec']?.['language'];
  return typeof language !== 'string' || /python/i.test(language);
}

/** `source` is a text or a list of lines; format 3 calls it `input`. */
function codeOf(cell: unknown): string {
  if (typeof cell !== 'object' || cell === null) return '';
  const { cell_type: type, source, input } = cell as Record<string, unknown>;
  if (type !== 'code') return '';
  const text = source ?? input;
  if (typeof text === 'string') return text;
  return Array.isArray(text) ? text.filter((line) => typeof line === 'string').join('') : '';
}
