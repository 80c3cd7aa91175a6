/** All kinds of heads. What reports call them is in src/report/head-kinds.ts. */
import { additive } from './additive.ts';
import type { HeadKind } from './choice.ts';
import type { HeadKindOf } from './kind.ts';
import { trees } from './trees.ts';

export const HEADS: { readonly [Kind in HeadKind]: HeadKindOf<Kind> } = { trees, additive };
