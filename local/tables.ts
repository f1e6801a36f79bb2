import { readFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
  UpdateTimeToLiveCommand,
  type UpdateTimeToLiveCommandInput,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';

type Declaration = {
  Properties: CreateTableCommandInput & {
    TimeToLiveSpecification?: UpdateTimeToLiveCommandInput['TimeToLiveSpecification'];
  };
};

const DECLARATIONS = new URL('../resources/tables.yml', import.meta.url);

/**
 * Creates the tables of `resources/tables.yml`, as deployed, in the DynamoDB of the environment. A table that exists
 * is left as it is.
 * @param names the environment variables that name the tables, such as `{ SESSIONS_TABLE: 'callme-local-sessions' }`
 */
export const createTables = async (names: Record<string, string>): Promise<void> => {
  const client = new DynamoDBClient({
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 5_000 },
  });
  const declared = parse(await readFile(DECLARATIONS, 'utf8')) as Record<string, Declaration>;
  try {
    await Promise.all(
      Object.values(declared).map(({ Properties }) => createTable(client, Properties, names)),
    );
  } finally {
    client.destroy();
  }
};

const createTable = async (
  client: DynamoDBClient,
  { TimeToLiveSpecification, ...declared }: Declaration['Properties'],
  names: Record<string, string>,
): Promise<void> => {
  const variable = /\.(\w+)\}$/.exec(declared.TableName ?? '')?.[1] ?? '';
  const TableName = names[variable];
  if (!TableName) throw new Error(`No name is given for the table ${declared.TableName}`);
  const { AttributeDefinitions, KeySchema, BillingMode, GlobalSecondaryIndexes, StreamSpecification } =
    declared;
  try {
    await client.send(
      new CreateTableCommand({
        TableName,
        AttributeDefinitions,
        KeySchema,
        BillingMode,
        GlobalSecondaryIndexes,
        StreamSpecification: StreamSpecification && { ...StreamSpecification, StreamEnabled: true },
      }),
    );
    if (TimeToLiveSpecification) {
      await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    }
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
};
