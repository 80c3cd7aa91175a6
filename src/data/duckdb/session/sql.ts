/** Text that goes into SQL. Names and values reach a statement only through these functions, never by concatenation. */

/** `"name"`, safe for every column or table name. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** `'text'`, safe for every string literal. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path that DuckDB takes literally: the characters that its globs read as wildcards are bracketed. */
export function quotePath(path: string): string {
  return quoteText(escapeGlob(path));
}

export function escapeGlob(path: string): string {
  return path.replace(/[[*?]/g, '[$&]');
}
