/** A subscribe message that was delivered. `at` is in epoch milliseconds. */
export type SentMessage = {
  appid: string;
  touser: string;
  template_id: string;
  page: string | null;
  miniprogram_state: string;
  data: Record<string, { value: string | number }>;
  at: number;
};

/** What users agreed to receive, and what they received. */
export type Mailbox = {
  /** The user's answer to the question whether this template may write to them once. */
  answerPrompt(appid: string, openid: string, templateId: string, accept: boolean): void;
  /** Delivers if the user agreed. `false`: refused, or all agreed sends are used up. */
  deliver(message: Omit<SentMessage, 'at'>): boolean;
  list(): SentMessage[];
  clear(): void;
};

const memory = 10_000;

/**
 * One accepted prompt is one send; a refusal takes back what was left. A user who was never asked accepts
 * everything, so that nobody has to prepare subscriptions for a demonstration.
 */
export const createMailbox = (now: () => number): Mailbox => {
  const sendsLeft = new Map<string, number>();
  let messages: SentMessage[] = [];

  return {
    answerPrompt(appid, openid, templateId, accept) {
      const key = subscriptionKey(appid, openid, templateId);
      sendsLeft.set(key, accept ? (sendsLeft.get(key) ?? 0) + 1 : 0);
    },

    deliver(message) {
      const key = subscriptionKey(message.appid, message.touser, message.template_id);
      const left = sendsLeft.get(key);
      if (left === 0) return false;
      if (left !== undefined) sendsLeft.set(key, left - 1);
      messages.push({ ...message, at: now() });
      if (messages.length > memory) messages = messages.slice(memory / 2);
      return true;
    },

    list: () => messages,
    clear() {
      messages = [];
    },
  };
};

const subscriptionKey = (...parts: string[]): string => JSON.stringify(parts);
