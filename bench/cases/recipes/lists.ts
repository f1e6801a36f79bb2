import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { COUNTS, RECIPES_TABLE } from '../../../lib/recipes/keys.ts';
import { documents } from '../../../lib/store/dynamodb.ts';
import { type Budget, information, longList, readByKey, readForCaller } from '../../budget.ts';
import { FOUND, inContainer, type Kitchen, logIn, publishAgain, STUFF, TOOLS, wait } from '../../kitchen.ts';
import { ALL_COUNTS, QUERY, WHAT_IS_FOUND } from '../../search.ts';
import { type Answer, type Case, type Exchange, routeCase } from '../case.ts';
import { cookieOf } from './users.ts';

/** What the container knows of the catalogue when a list is asked for, and how that comes about. */
const STATES = {
  /** It has looked within the last 5 seconds. */
  warm: async () => {},
  /** It has looked longer ago, and nothing has changed since. */
  'looks again': async () => wait(),
  /** Nothing of this version. */
  cold: async () => {
    await publishAgain();
    wait();
  },
} satisfies Record<string, () => Promise<void>>;
type State = keyof typeof STATES;

/** Every mini-program takes gzip. */
const GZIP = { headers: { 'accept-encoding': 'gzip, deflate, br' } };

/** The lists, which are made of what a container remembers. */
export const listCases = (kitchen: Kitchen): Promise<Case>[] => [
  ...searches(kitchen),
  ...wholes(kitchen),
  ...rankings(kitchen),
  ...favourites(kitchen),
];

const searches = ({ found }: Kitchen) => {
  const [stuff, tools] = [STUFF.join(), TOOLS.join()];
  const search = (state: State, budget: Budget, every = 1) =>
    listCase('recipes/menus_like', state, budget, {
      request: {
        method: 'GET',
        path: `/menus/like/${stuff}/${tools}`,
        pathParameters: { stuff, tools },
        ...GZIP,
      },
      expected: has(found),
      every,
    });
  return [
    plainQuery(WHAT_IS_FOUND, FOUND),
    plainQuery(ALL_COUNTS, COUNTS, 5),
    search('warm', longList(0, 'the container remembers')),
    search('looks again', longList(1, 'the head of the catalogue, every 5 seconds')),
    search('cold', longList(2, 'head, then pieces; once per version and container'), 5),
  ];
};

const wholes = ({ dishes }: Kitchen) => [
  listCase('recipes/menus', 'looks again', longList(1, 'the head of the catalogue'), {
    request: { method: 'GET', path: '/menus', ...GZIP },
    expected: has(dishes),
    every: 5,
  }),
  listCase('recipes/categories', 'looks again', readByKey, {
    request: { method: 'GET', path: '/categories' },
    expected: { flag: true, message: '查询成功' },
  }),
];

const rankings = ({ dishes }: Kitchen) => {
  const ranking = (state: State, budget: Budget) =>
    listCase('recipes/menus_order', state, budget, {
      request: { method: 'GET', path: '/menus/order', ...GZIP },
      expected: has(dishes),
      every: 5,
    });
  return [
    ranking('warm', longList(0, 'the container remembers')),
    ranking('looks again', longList(1, 'the head and all counts at once')),
    listCase('recipes/menus_order_gender', 'looks again', longList(1, 'the head and all counts at once'), {
      request: { method: 'GET', path: '/menus/order/2', pathParameters: { gender: '2' }, ...GZIP },
      expected: { flag: true, message: '查询成功' },
      every: 5,
    }),
  ];
};

const favourites = ({ user }: Kitchen) => {
  const page = (state: State) =>
    listCase('recipes/collections', state, readForCaller, {
      request: async () => ({ method: 'GET', path: '/collections', ...cookieOf(await logIn(user)) }),
      expected: { flag: true, message: '查询成功' },
    });
  return [page('warm'), page('looks again')];
};

const has =
  (count: number) =>
  ({ statusCode, data }: Answer): boolean =>
    statusCode === 200 && (data as unknown[]).length === count;

/** A case of a list, asked of a container in a state. */
const listCase = async (file: string, state: State, budget: Budget, exchange: Exchange): Promise<Case> => {
  const one = await routeCase(file, state, budget, exchange);
  const prepare = () =>
    inContainer(async () => {
      const act = await one.prepare();
      await act();
      await STATES[state]();
      return () => inContainer(act);
    });
  return { ...one, prepare };
};

/** No function, but what a search is held against: one Query, of one partition. */
const plainQuery = async (what: string, pk: string, every = 1): Promise<Case> => ({
  name: QUERY,
  what,
  budget: information('what a search is held against'),
  prepare: async () => async () => {
    const command = new QueryCommand({
      TableName: RECIPES_TABLE,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': pk },
      ConsistentRead: true,
    });
    const { Count, LastEvaluatedKey } = await documents.send(command);
    return { statusCode: 200, body: JSON.stringify({ Count, isWhole: !LastEvaluatedKey }) };
  },
  isExpected: ({ Count, isWhole }) => Number(Count) > 0 && isWhole === true,
  every,
});
