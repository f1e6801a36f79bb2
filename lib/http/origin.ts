import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** The address that the client reached us at, without a path: `https://api.example.com`, `http://localhost:3000`. */
export const originOf = ({ headers }: APIGatewayProxyEventV2): string =>
  `${headers['x-forwarded-proto'] ?? 'http'}://${headers.host ?? 'localhost'}`;
