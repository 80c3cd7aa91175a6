/** What a spec that is made from a config may be called. */

const MOST_NAMES = 20;

/**
 * `lis.yaml`, then `model_config.lis.yaml`, `model_config-2.lis.yaml`, …; a spec of one dataset of several is called after it.
 * @param config its file name
 */
export function specNames(config: string, dataset?: string): string[] {
  const stem = config.replace(/\.ya?ml$/i, '');
  const base = dataset === undefined ? stem : dataset.replace(/[^\w.-]+/g, '-');
  const numbered = Array.from({ length: MOST_NAMES - 2 }, (_, i) => `${base}-${i + 2}.lis.yaml`);
  return [...(dataset === undefined ? ['lis.yaml'] : []), `${base}.lis.yaml`, ...numbered];
}
