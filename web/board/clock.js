// @ts-check
// biome-ignore-all lint/correctness/noUnusedVariables: the scripts of a page share one scope

/**
 * Shows the time and the day where the stall is.
 * @param {string} timeZone
 * @param {(time: string) => void} onMinute told `04:00`, each minute once
 */
const startClock = (timeZone, onMinute) => {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const date = new Intl.DateTimeFormat('zh-CN', { timeZone, month: 'long', day: 'numeric', weekday: 'long' });
  const english = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    month: 'short',
    day: 'numeric',
    weekday: 'short',
  });

  const tick = () => {
    const now = new Date();
    const text = time.format(now);
    if (byId('time').textContent === text) return;
    byId('time').textContent = text;
    byId('date').textContent = date.format(now);
    byId('date-en').textContent = english.format(now);
    onMinute(text);
  };

  tick();
  setInterval(tick, 1000);
};
