import { type JsonObject, refuseTokenInBody, requireJson, requirePost, requireToken } from './checks.ts';
import { Refusal } from './refusal.ts';
import { type Answer, type Call, traceId } from './wire.ts';
import type { World } from './world.ts';

type Verdict = { suggest: 'pass' | 'review' | 'risky'; label: number };

// WeChat's own strings for trying the interface out.
const riskyWords = ['特3456书yuuo莞6543李zxcz蒜7782法fgnv级', '完2347全dfji试3726测asad感3847知qwez到'];
// WeChat has no such string: this one is the simulator's.
const reviewWord = 'simulator-review';

const pass: Verdict = { suggest: 'pass', label: 100 };
const review: Verdict = { suggest: 'review', label: 21000 };
const risky: Verdict = { suggest: 'risky', label: 20006 };

const openidErrcodes = { malformed: 40003, foreign: 43104, stale: 61010 };
const maxContent = 2500;

/** `POST /wxa/msg_sec_check` (msgSecCheck): judges a text. Risky text is no error: see `result.suggest`. */
export const checkText = (world: World, call: Call): Answer => {
  requirePost(call, 43302);
  refuseTokenInBody(call);
  const { appid } = requireToken(world, call);
  const body = requireJson(call);
  const verdict = judge(textOf(body));
  if (body.version === undefined) return answerFirstVersion(verdict);

  if (body.version !== 2) throw new Refusal(47001);
  if (![1, 2, 3, 4].includes(body.scene as number)) throw new Refusal(40129);
  const standing = world.users.standing(appid, body.openid);
  if (standing !== 'fine') throw new Refusal(openidErrcodes[standing]);
  return {
    json: {
      errcode: 0,
      errmsg: 'ok',
      detail: [
        { strategy: 'content_model', errcode: 0, ...verdict, prob: 90 },
        { strategy: 'keyword', errcode: 0 },
      ],
      trace_id: traceId(world.now()),
      result: verdict,
    },
  };
};

/** Without a `version` the interface is its old self, which answers a hit with an errcode. */
const answerFirstVersion = ({ suggest }: Verdict): Answer => {
  if (suggest !== 'pass') throw new Refusal(87014);
  return { json: { errcode: 0, errmsg: 'ok' } };
};

const textOf = ({ content, title, nickname, signature }: JsonObject): string => {
  if (typeof content !== 'string' || content === '' || [...content].length > maxContent)
    throw new Refusal(47001);
  return [content, title, nickname, signature].join('\n');
};

const judge = (text: string): Verdict => {
  if (riskyWords.some((word) => text.includes(word))) return risky;
  return text.includes(reviewWord) ? review : pass;
};
