/**
 * Which YAML is a training config that can be evaluated: told by what stands in it, never by its name, since every project
 * names its configs as it likes. Asked of every YAML file that is opened, so plain searches come before any pattern.
 */
import { SCAN_LIMIT } from '../detect.ts';

export type ConfigKind = 'recbole' | 'fuxictr';

const RECBOLE_FIELD = /^(?:USER_ID_FIELD|ITEM_ID_FIELD)[ \t]*:/m;
const RECBOLE_COLUMNS = /^load_col[ \t]*:[^\S\n]*(?:\{|#|\n)(?:[^\n]*\n){0,40}?[^\n]*\binter["']?[ \t]*:/m;
const RECBOLE_SPLIT = /^eval_args[ \t]*:(?:[^\n]*\n){0,20}?[^\n]*["']?\b(?:RS|LS|TS)["']?[ \t]*:/m;
const FUXI_FEATURES = /^[ \t]*feature_cols[ \t]*:/m;
const FUXI_LABEL = /^[ \t]*label_col[ \t]*:/m;
const FUXI_DATASET = /^[ \t]*dataset_id[ \t]*:/m;
const FUXI_MODEL = /^(?:[ \t]+model|base_expid|base_config)[ \t]*:/m;

/** @param text of the file, or the beginning of it; more than `SCAN_LIMIT` is not looked at */
export function configKind(text: string): ConfigKind | undefined {
  const head = text.length > SCAN_LIMIT ? text.slice(0, SCAN_LIMIT) : text;
  const has = (word: string, pattern: RegExp): boolean => head.includes(word) && pattern.test(head);
  if (has('_ID_FIELD', RECBOLE_FIELD)) return 'recbole';
  if (has('feature_cols', FUXI_FEATURES) && has('label_col', FUXI_LABEL)) return 'fuxictr';
  if (has('dataset_id', FUXI_DATASET) && FUXI_MODEL.test(head)) return 'fuxictr';
  if (has('load_col', RECBOLE_COLUMNS) || has('eval_args', RECBOLE_SPLIT)) return 'recbole';
  return undefined;
}
