import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Tries under way at once: as many as the SDK opens sockets. */
const AT_ONCE = 50;

let underWay = 0;
const waiting: (() => void)[] = [];

/** The one document client. A try that hangs is cut off and repeated well within a function's time. */
export const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    // Without the latter the SDK only warns of a request that takes longer, and waits on. It has a limit for connecting,
    // too, but counts the wait for a free socket in: a burst in one process would look like a network that is down.
    requestHandler: { requestTimeout: 4_000, throwOnRequestTimeout: true },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

// Even where nobody logs, the SDK walks through every answer, attribute by attribute, in search of what a log must not
// show: a tenth of a list's time.
documents.middlewareStack.remove('loggerMiddleware');

// The SDK counts the wait for a socket as time of the try. In a burst tries would be cut off that are merely queued, or
// about to be answered, and repeated: what they add would be added twice. So they wait here, before their time begins.
documents.middlewareStack.add(
  (next) => async (args) => {
    if (underWay < AT_ONCE) underWay += 1;
    else await new Promise<void>((proceed) => void waiting.push(proceed));
    try {
      return await next(args);
    } finally {
      // Whoever waits takes the place over.
      const proceed = waiting.shift();
      if (proceed) proceed();
      else underWay -= 1;
    }
  },
  { step: 'deserialize', priority: 'low', name: 'inTurn' },
);
