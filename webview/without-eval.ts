/**
 * The page's policy forbids `eval`, and the schema library tries whether it may use it as soon as a schema is made. This
 * module must therefore be evaluated before any that makes one.
 */
import * as z from 'zod/mini';

z.config({ jitless: true });
