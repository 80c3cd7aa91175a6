/** The page of the panel **LIS Report**: one script, started by the page that the host writes. */
import './without-eval.ts'; // first: see there
import { App } from './app.ts';
import { registerComponents } from './components.ts';
import { connectHost } from './host.ts';

registerComponents();
const host = connectHost();
const report = (error: unknown): void =>
  host.post('failed', { message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
window.addEventListener('error', ({ error, message }) => report(error ?? message));
window.addEventListener('unhandledrejection', ({ reason }) => report(reason));
new App(document.getElementById('root')!, host).start();
