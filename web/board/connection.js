// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/** How long without news until the queue is asked for again: also a push that got lost is made up for by then. */
const ASK_AFTER = 60000;
const ANSWER_WITHIN = 10000;
/** Shorter interruptions are nobody's business: API Gateway cuts every WebSocket after two hours. */
const SILENT_FOR = 3000;
const LONGEST_DELAY = 15000;

/**
 * Watches a stall's queue for as long as the page lives, over as many WebSockets as it takes. It is always about to do
 * one thing next, and one timer says when: ask, connect, or give the present WebSocket up.
 * @param {{
 *   socket: string,
 *   sellerId: number,
 *   onQueue: (queue: Queue) => void,
 *   onLost: (isLost: boolean) => void,
 *   onRefused: () => void,
 * }} options `onRefused`: the server does not know the key; connecting goes on all the same
 */
const keepWatching = ({ socket: address, sellerId, onQueue, onLost, onRefused }) => {
  /** @type {WebSocket | null} */
  let socket = null;
  let failures = 0;
  let nextStep = 0;
  let notice = 0;

  /** @param {() => void} step @param {number} delay */
  const next = (step, delay) => {
    clearTimeout(nextStep);
    nextStep = setTimeout(step, delay);
  };

  const connect = () => {
    drop();
    notice = notice || setTimeout(onLost, SILENT_FOR, true);
    socket = new WebSocket(address);
    socket.onopen = ask;
    socket.onmessage = ({ data }) => hear(data);
    socket.onclose = retry;
    next(retry, ANSWER_WITHIN);
  };

  const ask = () => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return connect();
    socket.send(JSON.stringify({ query: 'watch', sellerId }));
    next(retry, ANSWER_WITHIN);
  };

  /** @param {string} text */
  const hear = (text) => {
    const message = JSON.parse(text);
    if (message.push === 'queue') {
      failures = 0;
      clearTimeout(notice);
      notice = 0;
      next(ask, ASK_AFTER);
      onLost(false);
      onQueue(toQueue(message));
    } else if (message.push === 'whoareyou' || message.push === 'watch') {
      retry();
      onRefused();
    }
  };

  const retry = () => {
    drop();
    notice = notice || setTimeout(onLost, SILENT_FOR, true);
    // Displays that lost their connections together do not come back all at once.
    const delay = Math.min(500 * 2 ** failures, LONGEST_DELAY) * (0.5 + Math.random() / 2);
    failures += 1;
    next(connect, delay);
  };

  /** Leaves the WebSocket, whatever it is still about to say. */
  const drop = () => {
    if (!socket) return;
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
    socket = null;
  };

  // The network or the page's owner is back, or the network is gone: find out now rather than in a minute.
  window.addEventListener('online', ask);
  window.addEventListener('offline', ask);
  document.addEventListener('visibilitychange', () => document.hidden || ask());
  connect();
};
