import { type Item, query } from '../store/store.ts';
import { CALLME_TABLE } from './keys.ts';

/** What belongs to a user, `<app>#<openid>`: stall, administrator's mark, open tickets, by the index `byUser`. */
export const belongings = (user: string, prefix?: string): Promise<Item[]> =>
  query({
    TableName: CALLME_TABLE,
    IndexName: 'byUser',
    KeyConditionExpression: `#user = :user${prefix ? ' AND begins_with(sk, :prefix)' : ''}`,
    ExpressionAttributeNames: { '#user': 'user' },
    ExpressionAttributeValues: { ':user': user, ...(prefix && { ':prefix': prefix }) },
  });
