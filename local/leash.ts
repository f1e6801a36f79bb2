import { kill } from './child.ts';

// Loaded into the functions' process before anything else. When `npm start` is gone without having ended it (kill -9),
// it ends itself, and the embedded DynamoDB, which would not notice.
process.channel?.unref();
process.once('disconnect', () => {
  kill(Number(process.env.CALLME_DYNAMODB_PID ?? 0), 'SIGKILL');
  process.exit();
});
