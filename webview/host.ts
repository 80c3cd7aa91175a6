/** The page's end of the channel to the extension host, and the little that the editor keeps for it over a reload. */
import {
  type HostToPanelMessage,
  type PanelState,
  PanelStateSchema,
  type PanelToHostPayloads,
  receiveInPanel,
} from '../src/protocol/panel.ts';

/** What VS Code gives a webview; it may be asked for once. */
interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

export interface Host {
  post<Name extends keyof PanelToHostPayloads>(type: Name, payload: PanelToHostPayloads[Name]): void;
  /** Valid messages only; others are reported back to the host's log. */
  onMessage(listener: (message: HostToPanelMessage) => void): void;
  /** What `save` kept before the last reload; undefined where there is none, or none of this version. */
  saved(): PanelState | undefined;
  save(state: PanelState): void;
}

export function connectHost(api: EditorApi = acquireVsCodeApi()): Host {
  const post: Host['post'] = (type, payload) => api.postMessage({ type, payload });
  return {
    post,
    onMessage(listener) {
      window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const received = receiveInPanel(data);
        if ('message' in received) listener(received.message);
        else post('failed', { message: received.problem });
      });
    },
    saved() {
      const kept = PanelStateSchema.safeParse(api.getState());
      return kept.success ? kept.data : undefined;
    },
    save: (state) => api.setState(state),
  };
}
