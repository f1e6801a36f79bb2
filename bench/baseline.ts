import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';

const documents = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
  }),
  { marshallOptions: { removeUndefinedValues: true } },
);

/** The least that a function with DynamoDB can be: what all others are measured against. */
export const handler = async ({ pk }: { pk: string }) => {
  const { Item } = await documents.send(new GetCommand({ TableName: process.env.CALLME_TABLE, Key: { pk } }));
  return Item;
};
