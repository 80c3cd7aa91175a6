/** A page's end of the channel to the extension host, and the little that the editor keeps for it over a reload. */
import {
  type HostToPanelMessage,
  type PanelState,
  PanelStateSchema,
  type PanelToHostPayloads,
  receiveInPanel,
} from '../src/protocol/panel.ts';
import type { Received } from '../src/protocol/receive.ts';

/** What VS Code gives a webview; it may be asked for once. */
export interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface HostOf<Payloads extends { failed: { message: string } }, Message, State> {
  post<Name extends keyof Payloads>(type: Name, payload: Payloads[Name]): void;
  /** Valid messages only; others are reported back to the host's log. */
  onMessage(listener: (message: Message) => void): void;
  /** What `save` kept before the last reload; undefined where there is none, or none of this version. */
  saved(): State | undefined;
  save(state: State): void;
}

/** Of the report's page. */
export type Host = HostOf<PanelToHostPayloads, HostToPanelMessage, PanelState>;

/** How a page checks what it is given. */
export interface Channel<Message, State> {
  receive(value: unknown): Received<Message>;
  state: { safeParse(value: unknown): { success: true; data: State } | { success: false } };
}

export function connect<Payloads extends { failed: { message: string } }, Message, State>(
  { receive, state }: Channel<Message, State>,
  api: EditorApi = acquireVsCodeApi(),
): HostOf<Payloads, Message, State> {
  return {
    post: (type, payload) => api.postMessage({ type, payload }),
    onMessage(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const received = receive(data);
        if ('message' in received) listener(received.message);
        else api.postMessage({ type: 'failed', payload: { message: received.problem } });
      });
    },
    saved() {
      const kept = state.safeParse(api.getState());
      return kept.success ? kept.data : undefined;
    },
    save: (kept) => api.setState(kept),
  };
}

export function connectHost(api?: EditorApi): Host {
  return connect({ receive: receiveInPanel, state: PanelStateSchema }, api);
}
