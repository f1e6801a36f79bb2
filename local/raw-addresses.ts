import { subscribe } from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

type Refused = Error & { code?: string; rawPacket?: Buffer };
type ClientError = (error: Refused, socket: Socket) => void;

/**
 * A plugin for serverless-offline: Node's HTTP server refuses an address with raw UTF-8 in it (`/menus/like/米/烤箱`),
 * which some clients send. Such a request is sent once more, percent-encoded, and its answer passed on.
 */
export default class RawAddresses {
  readonly hooks = { 'before:offline:start:init': () => subscribe('net.server.socket', adopt) };
}

const adopted = new WeakSet<Server>();

/** Takes over what a server does about requests that it cannot parse, when it gets its first connection. */
const adopt = (message: unknown): void => {
  const { server } = (message as { socket: { server?: Server } }).socket;
  if (!server || adopted.has(server) || server.listenerCount('request') === 0) return;
  adopted.add(server);
  const others = server.listeners('clientError') as ClientError[];
  server.removeAllListeners('clientError');
  server.on('clientError', (error: Refused, socket: Socket) => {
    const request = error.code === 'HPE_INVALID_URL' && error.rawPacket && encoded(error.rawPacket);
    if (!request) return others.forEach((listener) => void listener(error, socket));
    const { port, address } = server.address() as AddressInfo;
    const again = connect(port, address);
    again.on('error', () => socket.destroy());
    again.write(request);
    again.pipe(socket);
  });
};

/** A request with its address percent-encoded, the last on its connection; undefined when that is not what it lacks. */
const encoded = (packet: Buffer): Buffer | undefined => {
  const [line, method, address] =
    /^([A-Z]+) ([^ \r\n]+) HTTP\/1\.1\r\n/.exec(packet.toString('latin1')) ?? [];
  if (!line || !address || !/[\x80-\xff]/.test(address)) return undefined;
  const bytes = Array.from(address, (char) => (char > '\x7f' ? `%${char.charCodeAt(0).toString(16)}` : char));
  const head = `${method} ${bytes.join('')} HTTP/1.1\r\nConnection: close\r\n`;
  return Buffer.concat([Buffer.from(head, 'latin1'), packet.subarray(line.length)]);
};
