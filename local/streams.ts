import { createRequire } from 'node:module';
import { join } from 'node:path';

type Stream = { functionKey: string; dynamodbStreams: object };
type Outcome = { batchItemFailures?: unknown[] } | undefined;
type LambdaFunction = { setEvent: (event: unknown) => void; runHandler: () => Promise<Outcome> };
type Lambdas = { get: (functionKey: string) => LambdaFunction; cleanup: () => Promise<void> };

/** What of the plugin is made use of here: it has no types. */
type Plugin = {
  options: { checkpointFile: string };
  lambda: Lambdas;
  _createLambda(lambdas: unknown[]): Promise<void>;
  _createDynamodbStreams(streams: Stream[]): Promise<void>;
};

const OfflineStreams = createRequire(import.meta.url)('serverless-offline-dynamodb-streams') as new (
  ...options: unknown[]
) => Plugin;

/** Milliseconds between two looks into the embedded DynamoDB's stream. By itself the plugin looks every half second. */
const READ_INTERVAL = 50;

/**
 * serverless-offline-dynamodb-streams as Lambda has it: each function has a place of its own in the stream, which it goes
 * on from at the next start, and changes that a function says it failed at are delivered to it again.
 */
export default class Streams extends OfflineStreams {
  override async _createLambda(lambdas: unknown[]): Promise<void> {
    await super._createLambda(lambdas);
    const { lambda } = this;
    this.lambda = {
      cleanup: () => lambda.cleanup(),
      get: (functionKey) => failingWhole(functionKey, lambda.get(functionKey)),
    };
  }

  override async _createDynamodbStreams(streams: Stream[]): Promise<void> {
    const { options } = this;
    for (const { functionKey, dynamodbStreams, ...stream } of streams) {
      this.options = { ...options, checkpointFile: join(options.checkpointFile, `${functionKey}.json`) };
      await super._createDynamodbStreams([
        { ...stream, functionKey, dynamodbStreams: { ...dynamodbStreams, readInterval: READ_INTERVAL } },
      ]);
    }
    this.options = options;
  }
}

/** The plugin knows no part of a batch that failed: here the whole batch does. Consumers take a repetition anyway. */
const failingWhole = (name: string, lambda: LambdaFunction): LambdaFunction => ({
  setEvent: (event) => lambda.setEvent(event),
  runHandler: async () => {
    const outcome = await lambda.runHandler();
    if (!outcome?.batchItemFailures?.length) return outcome;
    const said = `${name} has failed at changes, which are delivered to it again`;
    throw Object.assign(new Error(said), { stack: said });
  },
});
