import { ADDRESSES as CALLME } from '../../lib/callme/addresses.ts';
import { wording as callme } from '../../lib/callme/wording.ts';
import { ADDRESSES as H5 } from '../../lib/h5/addresses.ts';
import { wording as h5 } from '../../lib/h5/wording.ts';
import { type Addresses, knows, owns } from '../../lib/http/addresses.ts';
import { type Endpoint, endpoint, type ProblemBody } from '../../lib/http/endpoint.ts';
import { Problem } from '../../lib/http/problem.ts';
import { ADDRESSES as MINA } from '../../lib/mina/addresses.ts';
import { wording as mina } from '../../lib/mina/wording.ts';
import { ADDRESSES as RECIPES } from '../../lib/recipes/addresses.ts';
import { wording as recipes } from '../../lib/recipes/wording.ts';
import { ADDRESSES as RENTAL } from '../../lib/rental/addresses.ts';
import { wording as rental } from '../../lib/rental/wording.ts';

type Service = { addresses: Addresses; wording: ProblemBody };

/** Whose words an unknown address is answered in. What belongs to nobody is callme's. */
const MAIN: Service = { addresses: CALLME, wording: callme() };
const SERVICES: Service[] = [
  { addresses: MINA, wording: mina },
  { addresses: RECIPES, wording: recipes },
  { addresses: RENTAL, wording: rental },
  { addresses: H5, wording: h5 },
];

/** Every request that no route answers: an unknown address, or a known one by another method. */
export const handler: Endpoint = (event, context) => {
  const { addresses, wording } = SERVICES.find((service) => owns(service.addresses, event.rawPath)) ?? MAIN;
  const answer = endpoint(wording, async ({ rawPath }) => {
    throw new Problem(knows(addresses, rawPath) ? 'wrong method' : 'unknown route');
  });
  return answer(event, context);
};
