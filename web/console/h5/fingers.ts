const NAMES = ['小指', '无名指', '中指', '食指', '拇指'];

/** What a finger is called, from the left hand's little finger (1) to the right hand's (10); '' for an unknown one. */
export const fingerOf = (finger: number): string => {
  if (finger < 1 || finger > 10) return '';
  return finger <= 5 ? `左手${NAMES[finger - 1]}` : `右手${NAMES[10 - finger]}`;
};
