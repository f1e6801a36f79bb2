import type fc from 'fast-check';
import { documents } from '../../lib/store/dynamodb.ts';

/** Starts operations together and lets fast-check choose whose DynamoDB call goes next. */
export const interleave = async <T>(scheduler: fc.Scheduler, start: () => Promise<T>[]): Promise<T[]> => {
  documents.middlewareStack.add(
    (next) => async (args) => {
      await scheduler.schedule(Promise.resolve(), 'DynamoDB');
      return next(args);
    },
    { step: 'initialize', name: 'interleave' },
  );
  try {
    return await scheduler.waitFor(Promise.all(start()));
  } finally {
    documents.middlewareStack.remove('interleave');
  }
};
