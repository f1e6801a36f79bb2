const SHOWN_FOR = 4_000;

let timer = 0;

/** Says something at the foot of the page for a moment. */
export const say = (text: string, mood: 'good' | 'bad' = 'good'): void => {
  const toast = document.getElementById('toast') as HTMLElement;
  toast.textContent = text;
  toast.dataset.mood = mood;
  toast.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => {
    toast.hidden = true;
  }, SHOWN_FOR);
};
