/**
 * What IPython adds to Python, taken out of a notebook's cell: the magics become blanks, so that every offset stays true.
 */

/** Cell magics whose body is Python in this notebook's data; after any other the cell is in another language. */
const PYTHON_CELLS = new Set([
  'time',
  'timeit',
  'capture',
  'prun',
  'python',
  'python3',
  'pypy',
  'debug',
  'memit',
  'mprun',
]);
/** Line magics that are followed by a statement. */
const STATEMENT_MAGIC = /^(\s*%(?:time|timeit|prun|memit|mprun)\b(?:[ \t]+-\w+(?:[ \t]+\d+)?)*)(.*)$/;
const CELL_MAGIC = /^\s*%%(\w+)/;
/** `!pip install`, `%matplotlib inline`, `?name`, `name?`, `files = !ls`, `rows = %sql …`. */
const LINE_MAGIC =
  /^\s*(?:!|%{1,2}[A-Za-z_]|\?)|^\s*[\w.]+\?{1,2}\s*$|^\s*[A-Za-z_]\w*(?:\s*,\s*\w+)*\s*=\s*(?:!|%[A-Za-z_])/;

const blank = (text: string): string => text.replace(/[^\r\n]/g, ' ');

export function withoutMagics(cell: string): string {
  if (!/[%!?]/.test(cell)) return cell;
  const first = cell.search(/\S/);
  const magic = first < 0 ? null : CELL_MAGIC.exec(cell.slice(first));
  if (magic !== null && !PYTHON_CELLS.has(magic[1]!)) return blank(cell);
  return cell.replace(/[^\r\n]+/g, (line) => {
    const statement = STATEMENT_MAGIC.exec(line);
    if (statement !== null) return blank(statement[1]!) + statement[2]!;
    return LINE_MAGIC.test(line) ? blank(line) : line;
  });
}
