// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/**
 * `blocked`: wanted, but browsers play nothing before somebody touched the page.
 * @typedef {'on' | 'off' | 'blocked' | 'none'} SoundState
 */

const SOUND_KEY = 'callme.board.sound';
/** A bell's two notes: pitch in hertz, and when each begins, in seconds. */
const CHIME = [
  { pitch: 659.25, at: 0 },
  { pitch: 523.25, at: 0.45 },
];
const CHIME_SECONDS = 1.5;
/** How long a voice may take to begin, and to end: some browsers have none, and never say so. */
const VOICE_BEGINS_WITHIN = 2000;
const VOICE_ENDS_WITHIN = 10000;

/**
 * Chimes and speaks, when and where the browser lets it. Nothing that fails here keeps the display from showing.
 * @param {(state: SoundState) => void} onChange
 */
const createSound = (onChange) => {
  /** @type {typeof AudioContext | undefined} */
  const Context = window.AudioContext || /** @type {any} */ (window).webkitAudioContext;
  /** @type {AudioContext | null} */
  let context = null;
  let isWanted = recallChoice();

  const state = () => {
    if (!Context) return 'none';
    if (!isWanted) return 'off';
    return context && context.state === 'running' ? 'on' : 'blocked';
  };

  const tellChange = () => onChange(state());

  const open = () => {
    if (!Context || !isWanted) return;
    if (!context) {
      context = new Context();
      context.onstatechange = tellChange;
    }
    if (context.state !== 'running') context.resume().catch(() => {});
  };

  /** Somebody touched the page: sound that was blocked may play now. Otherwise the switch is turned, if it was meant. */
  const touch = (/** @type {boolean} */ isSwitch) => {
    if (state() !== 'blocked') {
      if (!isSwitch) return;
      isWanted = !isWanted;
      rememberChoice(isWanted);
      if (!isWanted && window.speechSynthesis) window.speechSynthesis.cancel();
    }
    open();
    tellChange();
  };

  /** @param {string} text */
  const announce = async (text) => {
    if (state() === 'on' && context) {
      chime(context);
      await pause(CHIME_SECONDS * 1000);
    }
    if (state() === 'on') await speak(text);
  };

  open();
  tellChange();
  return { touch, announce };
};

/** @param {AudioContext} context */
const chime = (context) => {
  for (const { pitch, at } of CHIME) {
    const begin = context.currentTime + at;
    const end = begin + CHIME_SECONDS - at;
    // A fundamental with a little of its octave sounds like a bell rather than a beep.
    for (const [harmonic, volume] of /** @type {[number, number][]} */ ([
      [1, 0.4],
      [2, 0.08],
    ])) {
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.frequency.value = pitch * harmonic;
      gain.gain.setValueAtTime(0.0001, begin);
      gain.gain.exponentialRampToValueAtTime(volume, begin + 0.02);
      gain.gain.exponentialRampToValueAtTime(0.0001, end);
      tone.connect(gain);
      gain.connect(context.destination);
      tone.start(begin);
      tone.stop(end);
    }
  }
};

/**
 * Speaks Chinese, unless the browser has voices and none of them does.
 * @param {string} text
 * @returns {Promise<void>} when it has spoken, or will not
 */
const speak = (text) =>
  new Promise((resolve) => {
    const speech = window.speechSynthesis;
    if (!speech) return resolve();
    const voices = speech.getVoices();
    const voice =
      voices.find(({ lang }) => /^zh[-_](CN|Hans)/i.test(lang)) ||
      voices.find(({ lang }) => /^(zh|cmn)/i.test(lang));
    if (voices.length > 0 && !voice) return resolve();

    const utterance = new SpeechSynthesisUtterance(text);
    utterance.lang = 'zh-CN';
    utterance.rate = 0.9;
    if (voice) utterance.voice = voice;
    const finish = () => {
      clearTimeout(limit);
      utterance.onstart = utterance.onend = utterance.onerror = null;
      resolve();
    };
    const giveUp = () => {
      speech.cancel();
      finish();
    };
    let limit = setTimeout(giveUp, VOICE_BEGINS_WITHIN);
    utterance.onstart = () => {
      clearTimeout(limit);
      limit = setTimeout(giveUp, VOICE_ENDS_WITHIN);
    };
    utterance.onend = utterance.onerror = finish;
    speech.speak(utterance);
  });

/** @param {number} milliseconds @returns {Promise<void>} */
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Storage is out of reach in some private windows. */
const recallChoice = () => {
  try {
    return localStorage.getItem(SOUND_KEY) === 'on';
  } catch (_) {
    return false;
  }
};

/** @param {boolean} isOn */
const rememberChoice = (isOn) => {
  try {
    localStorage.setItem(SOUND_KEY, isOn ? 'on' : 'off');
  } catch (_) {
    // Then it is asked for again next time.
  }
};
