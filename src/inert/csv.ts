/** Cells of CSV (RFC 4180) that a spreadsheet shows and never runs. */
import { visible } from './visible.ts';

/** What spreadsheets take for the beginning of a formula, the wide forms of East Asian keyboards included. */
const FORMULA = '[=+\\-@\\uff1d\\uff0b\\uff0d\\uff20]';
/** At the start, behind spaces, or behind what other settings take for the end of a cell. */
const STARTS = new RegExp(`(^\\s*|[;\\t\\r\\n]\\s*)(?=${FORMULA})`, 'g');
const PLAIN_NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number as it is, nothing for what is absent; a text that would run gets a quote in front, as spreadsheets write it. */
export function csvCell(value: string | number | null | undefined): string {
  if (typeof value !== 'string') return String(value ?? '');
  if (PLAIN_NUMBER.test(value)) return value;
  const text = visible(value).replace(STARTS, "$1'");
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
