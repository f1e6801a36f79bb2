import { ADDRESSES as CALLME } from '../../lib/callme/addresses.ts';
import { ADDRESSES as H5 } from '../../lib/h5/addresses.ts';
import { ADDRESSES as MINA } from '../../lib/mina/addresses.ts';
import { ADDRESSES as RECIPES } from '../../lib/recipes/addresses.ts';
import { ADDRESSES as RENTAL } from '../../lib/rental/addresses.ts';

/** Each service's addresses. */
export const ADDRESSES = { callme: CALLME, mina: MINA, recipes: RECIPES, rental: RENTAL, h5: H5 };
