import { isIPv4 } from 'node:net';

/** Whether `host:port` is this machine: by its address, since a name may begin like one (`127.0.0.1.example.com`). */
export function isLoopback(target: string): boolean {
  const host = target.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return host.toLowerCase() === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
