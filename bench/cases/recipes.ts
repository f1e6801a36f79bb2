import { openKitchen } from '../kitchen.ts';
import type { Case } from './case.ts';
import { listCases } from './recipes/lists.ts';
import { userCases } from './recipes/users.ts';

/** Every function of recipes. */
export const recipesCases = async (): Promise<Case[]> => {
  const kitchen = await openKitchen();
  return Promise.all([userCases, listCases].flatMap((list) => list(kitchen)));
};
