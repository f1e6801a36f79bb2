import type { Reply, Transport } from './transport.ts';

declare const addEventListener: ((event: string, listener: () => void) => void) | undefined;
declare const document: { visibilityState: string };

/** Requests by what browsers and Node have in common. */
export const webTransport: Transport = {
  post: (url, body, timeoutMs) => send(url, body, timeoutMs, { 'content-type': 'application/json' }),

  upload: (url, fields, picture, timeoutMs) => {
    const form = new FormData();
    for (const name of Object.keys(fields)) form.append(name, String(fields[name]));
    form.append('sellerImage', picture as Blob, 'picture');
    return send(url, form, timeoutMs);
  },

  connect: (url, { open, message, close }) => {
    const socket = new WebSocket(url);
    socket.onopen = open;
    socket.onmessage = ({ data }) => message(String(data));
    socket.onclose = close;
    socket.onerror = close;
    return { send: (text) => socket.send(text), close: () => socket.close() };
  },

  onWake: (wake) => {
    if (typeof addEventListener !== 'function') return;
    addEventListener('online', wake);
    addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') wake();
    });
  },
};

/** One request, which is given up after a time: also an answer that stops halfway. */
const send = async (
  url: string,
  body: string | FormData,
  timeoutMs: number,
  headers: Record<string, string> = {},
): Promise<Reply> => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    const response = await fetch(url, { method: 'POST', body, headers, signal: controller.signal });
    return { status: response.status, body: await response.text() };
  } finally {
    clearTimeout(timer);
  }
};
