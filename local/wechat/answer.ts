import type { ServerResponse } from 'node:http';
import { parseObject } from './checks.ts';
import type { Fault } from './faults.ts';
import { Refusal } from './refusal.ts';
import { routes } from './routes.ts';
import { type Call, htmlReply, type Reply, refusalReply, sendReply, wechatReply } from './wire.ts';
import type { World } from './world.ts';

type Outcome = { reply: Reply; errcode: number | null };

/** Answers a call of a WeChat interface, or lets a fault befall it, and records it. */
export const answerWechat = async (world: World, call: Call, response: ServerResponse): Promise<void> => {
  const fault = world.faults.take(call.path);
  const at = world.now();
  const appid = appidOf(world, call);
  // Late is not undone: a slow call does its work at once, whether or not its client waits.
  const worked = !fault || fault.consume || fault.kind === 'slow' ? runInterface(world, call) : undefined;
  const outcome = fault && fault.kind !== 'slow' ? faultOutcome(world, call, fault) : worked;
  world.calls.add({
    path: call.path,
    method: call.method,
    appid,
    at,
    errcode: outcome?.errcode ?? null,
    fault: fault?.kind ?? null,
  });

  if (fault?.kind === 'slow') await world.faults.wait(fault.ms);
  if (outcome) sendReply(response, outcome.reply);
  else if (fault?.kind === 'reset') response.socket?.resetAndDestroy();
  else world.faults.hang(response);
};

const runInterface = (world: World, call: Call): Outcome => {
  try {
    const run = routes.get(call.path);
    if (!run) throw new Refusal(40066);
    return { reply: wechatReply(call.path, run(world, call)), errcode: 0 };
  } catch (error) {
    if (error instanceof Refusal) return refused(world, call, error);
    throw error;
  }
};

const refused = (world: World, call: Call, refusal: Refusal): Outcome => ({
  reply: refusalReply(call.path, refusal, world.now()),
  errcode: refusal.errcode,
});

/** What the client sees of a fault. `undefined`: no answer at all. */
const faultOutcome = (world: World, call: Call, fault: Fault): Outcome | undefined => {
  switch (fault.kind) {
    case 'errcode':
      return refused(world, call, new Refusal(fault.errcode, fault.errmsg));
    case 'status':
      return { reply: htmlReply(fault.status), errcode: null };
    case 'html':
      return { reply: htmlReply(200), errcode: null };
    case 'empty':
      return { reply: { status: 200, contentType: 'text/plain', body: '' }, errcode: null };
    default:
      return undefined;
  }
};

/** The registered app that a call names or holds a token of. */
const appidOf = (world: World, { query, body }: Call): string | null => {
  const named = query.get('appid') ?? parseObject(body)?.appid;
  if (typeof named === 'string' && world.apps.has(named)) return named;
  const token = query.get('access_token') ?? '';
  return world.tokens.owner(token) ?? world.oauthTokens.find(token)?.appid ?? null;
};
