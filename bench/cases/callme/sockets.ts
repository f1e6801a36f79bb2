import { introduce } from '../../../lib/callme/conversation.ts';
import { forgetConnection, saveWatch } from '../../../lib/callme/watches.ts';
import type { SocketHandler } from '../../../lib/http/socket.ts';
import { type Budget, forgetting, introducing, noDynamoDB, readByKey, watching } from '../../budget.ts';
import { boardOf, type Canteen, someConnection } from '../../canteen.ts';
import { type Case, says } from '../case.ts';

/** What happens on a WebSocket, and what is answered. */
type Happening = {
  /** Who has opened it, by session key or a hall display's key. */
  who?: { sessionKey: string } | { key: string };
  event?: { queryStringParameters?: Record<string, string>; body?: string };
  expected?: Record<string, unknown>;
  before?: (connectionId: string) => Promise<unknown>;
};

/** What WebSockets open with, say, and leave behind. */
export const socketCases = (canteen: Canteen): Promise<Case>[] => [
  ...connects(canteen),
  ...messages(canteen),
  ...disconnects(canteen),
];

const connects = ({ busy, newcomer }: Canteen) => {
  const connect = async (what: string, budget: Budget, query: Record<string, string>) =>
    socketCase('connect', what, budget, { event: { queryStringParameters: query } });
  return [
    connect('with sessionKey', introducing, { sessionKey: newcomer }),
    boardOf(busy).then((key) => connect('of a hall display', introducing, { key })),
    connect('to log in later', noDynamoDB, {}),
  ];
};

const messages = ({ busy: { sellerId, sessionKey }, waiting, newcomer }: Canteen) => {
  const { marchSn } = waiting;
  const say = (message: object, what: string, budget: Budget, happening: Happening) =>
    socketCase('message', what, budget, { ...happening, event: { body: JSON.stringify(message) } });
  return [
    say({ query: 'login', sessionKey: newcomer }, 'login', introducing, {
      expected: { push: 'login', state: 'success' },
    }),
    say({ query: 'hello' }, 'hello', readByKey, { who: waiting, expected: { push: 'hi' } }),
    say({ query: 'watch', sellerId, marchSn }, 'watch a ticket', watching, {
      who: waiting,
      expected: { push: 'watch', state: 'success' },
    }),
    say({ query: 'watch', sellerId }, 'watch a queue', watching, {
      who: { sessionKey },
      expected: { push: 'queue' },
    }),
  ];
};

const disconnects = ({ busy: { sellerId }, waiting }: Canteen) => [
  socketCase('disconnect', 'watching nothing', forgetting, { who: waiting }),
  socketCase('disconnect', 'watching a ticket', forgetting, {
    who: waiting,
    before: (connectionId) =>
      saveWatch({ sellerId, marchSn: waiting.marchSn, connectionId, framing: 'json', fetchId: 'bench' }),
  }),
];

const socketCase = async (
  route: 'connect' | 'message' | 'disconnect',
  what: string,
  budget: Budget,
  { who, event = {}, expected = {}, before }: Happening,
): Promise<Case> => {
  const { handler } = (await import(`../../../functions/callme/socket_${route}.ts`)) as {
    handler: SocketHandler;
  };
  let id = '';
  return {
    name: `(${route})`,
    what,
    budget,
    prepare: async () => {
      id = someConnection();
      if (who) await introduce(id, who);
      await before?.(id);
      const requestContext = { connectionId: id, routeKey: `$${route}` };
      const whole = { requestContext, isBase64Encoded: false, ...event };
      return () => handler(whole as Parameters<SocketHandler>[0]);
    },
    isExpected: (answer) => says(answer, expected),
    clean: () => forgetConnection(id),
  };
};
