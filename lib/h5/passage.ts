import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { setting } from '../env.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { originOf } from '../http/origin.ts';
import { attemptCookie, attemptSidOf, sidCookie, sidOf } from './cookie.ts';
import { loginAddress, marked } from './login-addresses.ts';
import { type Again, envelope, Failure, type Onward, type Sentence, STALE } from './outcome.ts';
import { allowedRedirect } from './redirect.ts';
import { wording } from './wording.ts';

/** Somebody's browser on its way through a login. `redirect` is an allowed address, where the login leads in the end. */
type Passenger = {
  sid: string | undefined;
  /** The `sid` that the login was begun with which it comes back from, if that was a new one. */
  begunWith: string | undefined;
  redirect: string;
  /** The address that the browser reached us at, such as `https://api.example.com`. */
  origin: string;
  /** How often the login has begun anew: the address says so. */
  again: number;
  query: Record<string, string | undefined>;
};

type Way = Onward | Again | Sentence | Failure;

/** A browser that keeps no cookie would log in for ever. */
const MOST_AGAIN = 2;

const WRONG_REDIRECT: Sentence = { sentence: '参数 redirect 缺失或不在允许的范围内。' };

/**
 * Makes the Lambda handler of an address that a browser passes on its way through a login. What the browser cannot go
 * on with is told its user in a sentence, HTTP 400; what is WeChat's or our own failure comes in the envelope.
 */
export const passage = (pass: (passenger: Passenger) => Promise<Way>): Endpoint =>
  endpoint(wording, async (event) => {
    const query = event.queryStringParameters ?? {};
    const redirect = allowedRedirect(query.redirect, setting('H5_REDIRECT_BASES'));
    if (!redirect) return say(WRONG_REDIRECT);
    const again = Math.min(Number(/^[1-9]$/.exec(query.again ?? '') ?? 0), MOST_AGAIN);
    const cookies = { sid: sidOf(event), begunWith: attemptSidOf(event, query.state) };
    const passenger = { ...cookies, redirect, origin: originOf(event), again, query };
    return answer(event, passenger, await pass(passenger));
  });

const answer = (event: APIGatewayProxyEventV2, { origin, redirect, again }: Passenger, way: Way): Answer => {
  if (way instanceof Failure) return { json: envelope(way) };
  if ('sentence' in way) return say(way);
  if ('url' in way) {
    const { sid, state } = way;
    const cookies = [sidCookie(event, sid), ...(state ? [attemptCookie(event, state, sid)] : [])];
    return { redirect: way.url, cookies };
  }
  return again < MOST_AGAIN ? { redirect: marked(loginAddress(origin, redirect), again + 1) } : say(STALE);
};

const say = ({ sentence }: Sentence): Answer => ({ status: 400, text: sentence });
