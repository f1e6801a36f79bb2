import { setTimeout as pause } from 'node:timers/promises';

/**
 * Carries out a step that reads, decides, and writes on the condition that nobody wrote meanwhile; as long as it
 * returns undefined because somebody did, it is carried out again.
 * @param tries as many as may be at it at once: in every round one of them succeeds
 * @param step told whether it is the first time: what was read with the session is good only then
 */
export const undisturbed = async <T>(
  step: (isFirst: boolean) => Promise<T | undefined>,
  tries = 12,
): Promise<T> => {
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const done = await step(attempt === 1);
    if (done !== undefined) return done;
    await pause(Math.random() * Math.min(10 * 2 ** attempt, 400));
  }
  throw Object.assign(new Error('Too many writes at once'), { name: 'ThrottlingException' });
};
