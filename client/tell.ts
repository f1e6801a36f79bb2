/** Calls the app back with nothing of ours on the stack: what it throws is its own, and shows as such. */
export const tell = <T>(handler: ((value: T) => void) | undefined, value: T): void => {
  Promise.resolve(value).then(handler);
};
