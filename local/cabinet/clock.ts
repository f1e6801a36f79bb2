/** A cabinet's clock, in epoch milliseconds. It shows no time twice, unless it is put back: no two requests have one signature. */
export class Clock {
  #slow = 0;
  #last = 0;

  now(): number {
    this.#last = Math.max(Date.now() - this.#slow, this.#last + 1);
    return this.#last;
  }

  /** From now on it is slow by so much. 0 sets it right. */
  setSlow(ms: number): void {
    this.#slow = ms;
    this.#last = 0;
  }
}
