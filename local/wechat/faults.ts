import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

export const faultKinds = ['timeout', 'slow', 'status', 'html', 'empty', 'reset', 'errcode'] as const;

/**
 * Something that goes wrong with calls of `path` (null: of every interface), `times` more times.
 * `consume`: the interface does its work (uses the code up, sends the message), only its answer is lost.
 */
export type Fault = { path: string | null; times: number; consume: boolean } & FaultKind;

type FaultKind =
  | { kind: 'timeout' | 'html' | 'empty' | 'reset' }
  | { kind: 'slow'; ms: number }
  | { kind: 'status'; status: number }
  | { kind: 'errcode'; errcode: number; errmsg: string | undefined };

export type Faults = {
  add(fault: Fault): void;
  /** The fault that befalls this call, counted down. Of several, the one that was added first. */
  take(path: string): Fault | undefined;
  /** Never answers: the response hangs until the client gives up, or `clear`. */
  hang(response: ServerResponse): void;
  /** Waits, or until `clear`. */
  wait(ms: number): Promise<void>;
  /** Ends all faults: hanging connections are cut, slow answers come at once. */
  clear(): void;
};

export const createFaults = (): Faults => {
  let faults: Fault[] = [];
  let waking = new AbortController();
  const hanging = new Set<ServerResponse>();

  return {
    add(fault) {
      faults.push({ ...fault });
    },

    take(path) {
      const fault = faults.find((each) => each.path === null || each.path === path);
      if (fault && --fault.times <= 0) faults = faults.filter((each) => each !== fault);
      return fault;
    },

    hang(response) {
      if (response.destroyed) return;
      hanging.add(response);
      response.once('close', () => hanging.delete(response));
    },

    async wait(ms) {
      // Being woken early rejects, and is no failure.
      await sleep(ms, undefined, { signal: waking.signal }).catch(() => undefined);
    },

    clear() {
      faults = [];
      waking.abort();
      waking = new AbortController();
      for (const response of hanging) response.destroy();
    },
  };
};
