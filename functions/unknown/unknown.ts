import { ADDRESSES as CALLME } from '../../lib/callme/addresses.ts';
import { wording as callme } from '../../lib/callme/wording.ts';
import { ADDRESSES as H5 } from '../../lib/h5/addresses.ts';
import { wording as h5 } from '../../lib/h5/wording.ts';
import { type Addresses, find, owns } from '../../lib/http/addresses.ts';
import { type Endpoint, endpoint, type ProblemBody } from '../../lib/http/endpoint.ts';
import { handOn } from '../../lib/http/hand-on.ts';
import { Problem } from '../../lib/http/problem.ts';
import { ADDRESSES as MINA } from '../../lib/mina/addresses.ts';
import { wording as mina } from '../../lib/mina/wording.ts';
import { ADDRESSES as RECIPES } from '../../lib/recipes/addresses.ts';
import { wording as recipes } from '../../lib/recipes/wording.ts';
import { ADDRESSES as RENTAL } from '../../lib/rental/addresses.ts';
import { wording as rental } from '../../lib/rental/wording.ts';

type Service = { name: string; addresses: Addresses; wording: ProblemBody };

/** Whose words an unknown address is answered in. What belongs to nobody is callme's. */
const MAIN: Service = { name: 'callme', addresses: CALLME, wording: callme() };
const SERVICES: Service[] = [
  { name: 'mina', addresses: MINA, wording: mina },
  { name: 'recipes', addresses: RECIPES, wording: recipes },
  { name: 'rental', addresses: RENTAL, wording: rental },
  { name: 'h5', addresses: H5, wording: h5 },
];

/**
 * Every request that API Gateway has no route for. What has a slash too many is handed on to the function that it means;
 * a browser's question whether it may ask is answered yes, and API Gateway adds what it may; the rest is an unknown
 * address, or a known one by another method.
 */
export const handler: Endpoint = async (event, context) => {
  const { method } = event.requestContext.http;
  if (method === 'OPTIONS') return { statusCode: 204 };

  const { name, addresses, wording } =
    SERVICES.find((service) => owns(service.addresses, event.rawPath)) ?? MAIN;
  const refuse = (error: unknown) => endpoint(wording, () => Promise.reject(error))(event, context);
  const route = find(addresses, method, event.rawPath);
  return typeof route === 'string' ? refuse(new Problem(route)) : handOn(event, name, route).catch(refuse);
};
