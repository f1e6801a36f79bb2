type Stream = { type?: string; readInterval?: number };
type Serverless = { service: { functions: Record<string, { events?: { stream?: Stream }[] }> } };

/** Milliseconds between two looks into the embedded DynamoDB's stream. */
const READ_INTERVAL = 50;

/**
 * A plugin for serverless-offline-dynamodb-streams: it looks into a stream every half second unless the event says
 * otherwise, and AWS knows no such setting, so it cannot stand in `functions.yml`.
 */
export default class ReadOften {
  readonly hooks: Record<string, () => void>;

  constructor({ service }: Serverless) {
    this.hooks = {
      'before:offline:start:init': () => {
        for (const { events = [] } of Object.values(service.functions)) {
          for (const { stream } of events)
            if (stream?.type === 'dynamodb') stream.readInterval = READ_INTERVAL;
        }
      },
    };
  }
}
