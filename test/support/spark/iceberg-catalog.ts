/** A catalogue of Iceberg tables that speaks the REST protocol of Iceberg: as much of it as reading takes. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

export interface IcebergCatalog {
  url: string;
  /** Registers a table by the file of its metadata. */
  add(namespace: string, name: string, metadata: string): void;
  stop(): void;
}

export async function startIcebergCatalog(): Promise<IcebergCatalog> {
  const tables = new Map<string, string>();
  const server = createServer(({ url = '' }, answer) => {
    const said = (status: number, body: object) => {
      answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (url.startsWith('/v1/config')) return said(200, { defaults: {}, overrides: {} });
    const metadata = tables.get(url.split('?')[0] ?? '');
    if (metadata === undefined) {
      const error = { message: `no table at ${url}`, type: 'NoSuchTableException', code: 404 };
      return said(404, { error });
    }
    return said(200, {
      'metadata-location': `file://${metadata}`,
      metadata: JSON.parse(readFileSync(metadata, 'utf8')),
      config: {},
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    add: (namespace, name, metadata) => {
      tables.set(`/v1/namespaces/${namespace}/tables/${name}`, metadata);
    },
    stop: () => server.close(),
  };
}
