/** Whether `host:port` is this machine. */
export function isLoopback(target: string): boolean {
  const host = target.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return host === 'localhost' || host === '::1' || /^127\./.test(host);
}
