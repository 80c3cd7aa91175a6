/** The pages of the panels **LIS Report** and **LIS Runs**: one script, started by the page that the host writes. */
import './without-eval.ts'; // first: see there
import { App } from './app.ts';
import { registerComponents } from './components.ts';
import { connectHost } from './host.ts';
import { connectRuns, RunsApp } from './views/runs/app.ts';

registerComponents();
const root = document.getElementById('root')!;
const isRuns = document.body.dataset['page'] === 'runs';
const page = isRuns ? runsPage() : reportPage();
const report = (error: unknown): void =>
  page.failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
window.addEventListener('error', ({ error, message }) => report(error ?? message));
window.addEventListener('unhandledrejection', ({ reason }) => report(reason));
page.app.start();

function reportPage() {
  const host = connectHost();
  return { app: new App(root, host), failed: (message: string) => host.post('failed', { message }) };
}

function runsPage() {
  const host = connectRuns();
  return { app: new RunsApp(root, host), failed: (message: string) => host.post('failed', { message }) };
}
