import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { setting } from '../env.ts';
import { type Answer, type Endpoint, endpoint } from '../http/endpoint.ts';
import { originOf } from '../http/origin.ts';
import { sidCookie, sidOf } from './cookie.ts';
import { envelope, Failure, type Onward, type Sentence } from './outcome.ts';
import { allowedRedirect } from './redirect.ts';
import { wording } from './wording.ts';

/** Somebody's browser on its way through a login. `redirect` is an allowed address, where the login leads in the end. */
type Passenger = {
  sid: string | undefined;
  redirect: string;
  /** The address that the browser reached us at, such as `https://api.example.com`. */
  origin: string;
  query: Record<string, string | undefined>;
};

type Way = Onward | Sentence | Failure;

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
    return answer(event, await pass({ sid: sidOf(event), redirect, origin: originOf(event), query }));
  });

const answer = (event: APIGatewayProxyEventV2, way: Way): Answer => {
  if (way instanceof Failure) return { json: envelope(way) };
  if ('sentence' in way) return say(way);
  return { redirect: way.url, cookies: [sidCookie(event, way.sid)] };
};

const say = ({ sentence }: Sentence): Answer => ({ status: 400, text: sentence });
