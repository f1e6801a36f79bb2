import { randomBytes } from 'node:crypto';
import { sha256 } from '../hash.ts';
import { ABSENT, readOne, transact } from '../store/store.ts';
import { boardKey, sellerKey } from './keys.ts';
import type { Seller } from './sellers.ts';
import { forgetBoards } from './watches.ts';

/** The stall that a hall display's key shows; undefined for a wrong or replaced key. */
export const findBoard = async (key: string): Promise<number | undefined> =>
  (await readOne(boardKey(sha256(key))))?.sellerId as number | undefined;

/**
 * The key of a stall's hall display: whoever has it may read the queue, and nothing else. A new one puts the old one
 * out of use, also where it is shown right now.
 */
export const boardKeyOf = async (seller: Seller, renew: boolean): Promise<string> => {
  const { id, board } = seller;
  if (board && !renew) return board;

  const key = randomBytes(16).toString('hex');
  const [stall] = await transact([
    {
      update: sellerKey(id),
      set: { board: key },
      when: board ? 'board = :old' : 'attribute_not_exists(board)',
      ...(board && { values: { ':old': board } }),
    },
    { put: boardKey(sha256(key)), item: { sellerId: id }, when: ABSENT },
    ...(board ? [{ delete: boardKey(sha256(board)) }] : []),
  ]);
  if (board) await forgetBoards(id);
  // Somebody else made one at the same moment: that is the key.
  return stall && !stall.ok ? (stall.old?.board as string) : key;
};
