import { requireGet, requireToken } from './checks.ts';
import { Refusal } from './refusal.ts';
import { ticketTypes } from './tickets.ts';
import type { Answer, Call } from './wire.ts';
import type { World } from './world.ts';

/** `GET /cgi-bin/ticket/getticket` (getTicket): what the signatures of web pages are made with. */
export const getTicket = (world: World, call: Call): Answer => {
  requireGet(call);
  const { appid } = requireToken(world, call);
  const type = ticketTypes.find((each) => each === call.query.get('type'));
  if (!type) throw new Refusal(40097);
  const ticket = world.tickets.take(appid, type);
  if (!ticket) throw new Refusal(45009);
  return { json: { errcode: 0, errmsg: 'ok', ...ticket } };
};
