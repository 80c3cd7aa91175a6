/** Loads what speaks gRPC, which no run without a cluster needs: in the built program a file of its own. */
declare const __LIS_BUNDLED__: boolean | undefined;

type ChannelModule = typeof import('./channel.ts');

export function loadChannel(): Promise<ChannelModule> {
  const bundled = typeof __LIS_BUNDLED__ !== 'undefined' && __LIS_BUNDLED__;
  // The bundler would put in what it can name.
  return import(new URL(bundled ? './spark.mjs' : './channel.ts', import.meta.url).href);
}
