import type { Fetch } from '../fetch.ts';
import { Refusal } from '../words.ts';

/** What was measured: `c0` to `c7` from −10 to 10, beats a minute, and the finger from 1 to 10, or 0. */
export type Measured = Record<`c${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`, number> & {
  heart_rate: number;
  finger: number;
};
/** `created_at` is ISO 8601. */
export type Measurement = Measured & {
  record_id: number;
  remark: string;
  created_at: string;
  has_paid: boolean;
};

/** A passage of a report. */
export type Passage = { key: string; label: string; content: string };
export type Part =
  | 'tags'
  | 'channels_and_collaterals_strength'
  | 'channels_and_collaterals_explains'
  | 'constitution_differentiation_explains'
  | 'syndrome_differentiation_explains'
  | 'factor_explains'
  | 'health_descriptions'
  | 'measurement_tips';
/** Before the payment there are only the first three of its contents. */
export type Report = {
  report_id: string;
  show_full_report: boolean;
  content: {
    user_profile: { nickname: string | null };
    measurement_result: Measured;
    lead: Passage[];
    physical_therapy_explain?: Record<string, Passage>;
    remark?: string;
    created_at?: string;
  } & Partial<Record<Part, Passage[]>>;
};

type Answer<T> =
  | { ok: true; data: T }
  | { ok: false; error: { code: number; msg: string }; redirect?: string };
type Method = 'GET' | 'POST' | 'DELETE';

export type H5 = ReturnType<typeof createH5>;

/** Nobody is logged in, or no longer. `redirect`: where the browser has to go. */
export class LoggedOut extends Refusal {
  readonly redirect: string;

  constructor(msg: string, redirect: string) {
    super(msg);
    this.redirect = redirect;
  }
}

/** What an H5 page asks. Every call throws a Refusal when the service says no, a LoggedOut when it does not know who asks. */
export const createH5 = (send: Fetch, who: string) => {
  const ask = async <T>(method: Method, path: string, data?: Record<string, unknown>): Promise<T> => {
    const entry = { who, kind: 'request', name: method === 'GET' ? path : `${method} ${path}` } as const;
    const headers = { 'content-type': 'application/json' };
    const init = data ? { method, headers, body: JSON.stringify(data) } : { method };
    const answer = await send<Answer<T>>(
      { ...entry, sent: data },
      `${location.origin}/wx/api/${path}`,
      init,
      ({ ok }) => ok,
    );
    if (answer.ok) return answer.data;
    const { error, redirect } = answer;
    throw redirect ? new LoggedOut(error.msg, redirect) : new Refusal(`${error.msg} · ${error.code}`);
  };
  const of = (id: number) => `measurements/${id}`;

  return {
    list: () => ask<Measurement[]>('GET', 'measurements'),
    report: (id: number) => ask<Report>('GET', `${of(id)}/analyze`),
    sharedReport: (token: string) =>
      ask<Report>('GET', `measurements/token/${encodeURIComponent(token)}/analyze`),
    remark: (id: number, remark: string) => ask('POST', `${of(id)}/remark`, { remark }),
    pay: (id: number) => ask('POST', 'payment', { record_id: id }),
    share: (id: number) => ask<{ token: string; expires_at: string }>('GET', `${of(id)}/token`),
    endShares: (id: number) => ask('DELETE', `${of(id)}/token`),
  };
};
