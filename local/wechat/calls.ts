/**
 * One call of a WeChat interface. It holds no query, body or token. `errcode` is what the client saw:
 * 0 for success, null if a fault took the answer's place. `appid` is null unless it is a registered app's.
 * `at` is in epoch milliseconds.
 */
export type RecordedCall = {
  path: string;
  method: string;
  appid: string | null;
  at: number;
  errcode: number | null;
  fault: string | null;
};

export type CallLog = { add(call: RecordedCall): void; list(): RecordedCall[]; clear(): void };

const memory = 10_000;

/** The latest calls, oldest first; `onCall` is told of each. */
export const createCallLog = (onCall?: (call: RecordedCall) => void): CallLog => {
  let calls: RecordedCall[] = [];
  return {
    add(call) {
      calls.push(call);
      // Dropping half at a time keeps adding cheap under load.
      if (calls.length > memory) calls = calls.slice(memory / 2);
      onCall?.(call);
    },
    list: () => calls,
    clear() {
      calls = [];
    },
  };
};
