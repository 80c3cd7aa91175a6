/**
 * Where a YAML training config names columns: values and list elements; RecBole's `load_col`, FuxiCTR's `feature_cols` and
 * whatever a team wrote for itself. A key names an option, except below one that holds features.
 */
import { isMap, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml';
import type { ColumnUse } from './use.ts';

/** Options whose mapping has columns as keys. */
const KEYED =
  /^(features?|feature_(cols?|columns?|specs?|map)|columns?|fields?|schema|dtypes?|val_interval|(user|item|numerical|categorical|dense|sparse)_(features|columns|fields))$/i;

/** In order of their place. A text that is no YAML names what can be read of it. */
export function configColumns(text: string): ColumnUse[] {
  const uses: ColumnUse[] = [];
  const found = (node: unknown): void => {
    if (!isScalar(node) || typeof node.value !== 'string' || !node.range) return;
    const [from, to] = node.range;
    uses.push({ name: node.value, from, to });
  };
  for (const document of parseAllDocuments(text, { lineCounter: new LineCounter(), logLevel: 'silent' })) {
    visit(document as never, {
      Pair(_, { key }) {
        // The spec inside a config speaks of sources; CodeLenses stand there.
        return isScalar(key) && key.value === 'lis' ? visit.SKIP : undefined;
      },
      Scalar(where, node) {
        if (where !== 'key') found(node);
      },
      Map(_, map, path) {
        const above = path.at(-1) as { key?: unknown } | undefined;
        const name = above !== undefined && isScalar(above.key) ? String(above.key.value) : '';
        if (KEYED.test(name)) for (const { key } of map.items) if (!isMap(key)) found(key);
      },
    });
  }
  return uses.sort((a, b) => a.from - b.from);
}
