// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/** Room that a number takes in a list, in multiples of its type size: two digits and the space around them. */
const CELL = { width: 1.75, height: 1.4 };
const LABELS = {
  on: '声音已开 Sound on',
  off: '开启声音 Enable sound',
  blocked: '轻触开启声音 Tap for sound',
  none: '',
};

/** @template {HTMLElement} [T=HTMLElement] @param {string} id */
const byId = (id) => /** @type {T} */ (document.getElementById(id));

/** Shows a queue in as large a type as the screen and the numbers allow. */
const createView = () => {
  const main = /** @type {HTMLElement} */ (document.querySelector('main'));
  const newest = byId('newest');
  const others = byId('others');
  const waiting = byId('waiting');
  /** @type {Queue} */
  let queue = EMPTY_QUEUE;
  /** @type {number | null} */
  let announced = null;

  const setAllType = () => {
    const isPortrait = innerHeight > innerWidth;
    const room = main.clientHeight;
    const waitingRoom = isPortrait ? room * shareOf(queue.waiting.length) * 0.6 : waiting.clientHeight;
    setType(waiting, { height: waitingRoom, largest: room * (isPortrait ? 0.05 : 0.075) });
    const readyRoom = (isPortrait ? 0.7 : 1) * room;
    setType(others, {
      height: readyRoom * shareOf(others.children.length),
      largest: room * 0.2,
      isFilled: true,
    });
    // Last, because the newest number gets all the room that is left.
    newest.style.fontSize = '0';
    newest.style.fontSize = `${Math.floor(Math.min(newest.clientWidth / 1.5, newest.clientHeight / 1.02))}px`;
  };

  const markAnnounced = () => {
    for (const element of [newest, ...Array.from(others.children)]) {
      element.classList.toggle('announced', announced !== null && element.textContent === String(announced));
    }
  };

  /** @param {Queue} now */
  const showQueue = (now) => {
    queue = now;
    const called = now.called.slice().reverse();
    showNewest(newest, called[0]);
    showNumbers(others, called.slice(1));
    showNumbers(waiting, now.waiting);
    byId('count').textContent = String(now.waiting.length || '');
    const isCalled = called.length > 0;
    const isAwaited = now.waiting.length > 0;
    newest.hidden = !isCalled;
    byId('connecting').hidden = true;
    byId('preparing').hidden = isCalled || !isAwaited;
    byId('welcome').hidden = isCalled || isAwaited;
    byId('nobody').hidden = isAwaited;
    markAnnounced();
    setAllType();
  };

  /** @param {number | null} number */
  const showAnnounced = (number) => {
    announced = number;
    byId('announcement').textContent = number === null ? '' : wordsFor(number);
    markAnnounced();
  };

  /** @param {boolean} isLost */
  const showLost = (isLost) => {
    if (byId('lost').hidden === !isLost) return;
    byId('lost').hidden = !isLost;
    main.classList.toggle('stale', isLost);
    setAllType();
  };

  window.addEventListener('resize', setAllType);
  return { showQueue, showAnnounced, showLost };
};

/** What is said of a called number. @param {number} number */
const wordsFor = (number) => `请 ${number} 号取餐`;

/** @param {SoundState} state */
const showSound = (state) => {
  const button = byId('sound');
  button.hidden = state === 'none';
  button.dataset.state = state;
  button.title = '静音 Mute (M)';
  button.setAttribute('aria-pressed', String(state === 'on'));
  /** @type {HTMLElement} */ (button.querySelector('.label')).textContent = LABELS[state];
};

/** @param {HTMLElement} element @param {number | undefined} number */
const showNewest = (element, number) => {
  const text = number === undefined ? '' : String(number);
  if (element.textContent === text) return;
  element.textContent = '';
  if (!text) return;
  // A new element, so that it moves in.
  const digits = document.createElement('span');
  digits.textContent = text;
  element.appendChild(digits);
};

/**
 * Makes a list show these numbers. Elements of numbers that stay are neither made nor moved anew: they do not stir.
 * @param {HTMLElement} list @param {number[]} numbers
 */
const showNumbers = (list, numbers) => {
  /** @type {Map<string | null, Element>} */
  const shown = new Map();
  for (const element of Array.from(list.children)) {
    if (numbers.includes(Number(element.textContent))) shown.set(element.textContent, element);
    else element.remove();
  }
  numbers.forEach((number, i) => {
    const element = shown.get(String(number)) || document.createElement('li');
    if (!element.firstChild) element.textContent = String(number);
    if (list.children[i] !== element) list.insertBefore(element, list.children[i] || null);
  });
};

/** How much of the height a list may take, by the count of its numbers. @param {number} count */
const shareOf = (count) => {
  if (count <= 6) return 0.28;
  if (count <= 14) return 0.4;
  return count <= 30 ? 0.5 : 0.62;
};

/**
 * Sets a list in the largest type, up to `largest`, in which its numbers fit its width and the height given.
 * @param {HTMLElement} list
 * @param {{ height: number, largest: number, isFilled?: boolean }} room in pixels; `isFilled`: few numbers share the width
 */
const setType = (list, { height, largest, isFilled = false }) => {
  const count = list.children.length;
  const width = list.clientWidth;
  let size = 0;
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    size = Math.max(size, Math.min(width / columns / CELL.width, height / rows / CELL.height));
  }
  size = Math.floor(Math.min(size, largest));
  let columns = Math.max(Math.floor(width / (size * CELL.width)), 1);
  if (isFilled) columns = Math.ceil(count / Math.ceil(count / columns));
  list.style.fontSize = `${size}px`;
  list.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
};
