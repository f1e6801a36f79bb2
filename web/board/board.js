// @ts-check

/** When a new version of this page is taken, if there is one: nobody is there to see the display blink. */
const RENEWED_AT = '04:00';

/** @type {{ name: string, sellerId: number, timeZone: string, socket: string, version: string }} */
const stall = JSON.parse(byId('stall').textContent || '');

let queue = EMPTY_QUEUE;
let isFirst = true;
const view = createView();
const sound = createSound(showSound);
const announce = createAnnouncer({
  show: view.showAnnounced,
  announce: (number) => sound.announce(wordsFor(number)),
  isCalled: (number) => queue.called.includes(number),
});

/** Asks for this page again: the server may refuse its key by now, or have another version of it. */
const checkPage = () =>
  fetch(location.href, { cache: 'no-store' })
    .then(({ status, headers }) => {
      const isNew = status === 200 && headers.get('etag') !== `"${stall.version}"`;
      if (isNew || status === 404) location.reload();
    })
    .catch(() => {});

/** Tablets and phones would go dark otherwise. */
const keepScreenOn = () => {
  if ('wakeLock' in navigator && !document.hidden) navigator.wakeLock.request('screen').catch(() => {});
};

document.title = `${stall.name} · 取餐叫号`;
byId('name').textContent = stall.name;

startClock(stall.timeZone, (time) => {
  const isIdle = queue.waiting.length === 0 && queue.called.length === 0;
  if (time === RENEWED_AT && isIdle) checkPage();
});

document.addEventListener('click', ({ target }) =>
  sound.touch(byId('sound').contains(/** @type {Node} */ (target))),
);
document.addEventListener('keydown', ({ target, key }) => {
  // A key on the button is a click of it, too.
  if (target !== byId('sound')) sound.touch(key === 'm' || key === 'M');
});

keepScreenOn();
document.addEventListener('visibilitychange', keepScreenOn);

keepWatching({
  socket: stall.socket,
  sellerId: stall.sellerId,
  onLost: view.showLost,
  onRefused: checkPage,
  onQueue: (now) => {
    // What was called before anybody looked is no news.
    const calls = isFirst ? [] : newCalls(queue, now);
    isFirst = false;
    queue = now;
    view.showQueue(now);
    announce(calls);
  },
});
