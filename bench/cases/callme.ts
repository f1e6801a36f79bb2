import { openCanteen } from '../canteen.ts';
import { changeCases } from './callme/changes.ts';
import { eaterCases } from './callme/eaters.ts';
import { loginCases } from './callme/logins.ts';
import { sellerCases } from './callme/sellers.ts';
import { socketCases } from './callme/sockets.ts';
import { stallCases } from './callme/stalls.ts';
import type { Case } from './case.ts';

/** Every function of callme. */
export const callmeCases = async (): Promise<Case[]> => {
  const canteen = await openCanteen();
  const lists = [eaterCases, sellerCases, stallCases, loginCases, socketCases, changeCases];
  return Promise.all(lists.flatMap((list) => list(canteen)));
};
