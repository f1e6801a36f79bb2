import { once } from 'node:events';
import { createServer } from 'node:http';

/** Stands for API Gateway's side of WebSockets: takes whatever is posted to a connection, whichever it is. */
export const startSockets = async (port: number): Promise<{ stop: () => void }> => {
  const server = createServer((request, response) => {
    request.resume().once('end', () => response.end('{}'));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
