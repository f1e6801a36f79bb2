import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

type Refused = Error & { code?: string; rawPacket?: Buffer };

/**
 * What a server does about a request that Node's parser refuses. One with raw UTF-8 in its address
 * (`/menus/like/米/烤箱`), which some clients send, is sent once more, percent-encoded, and its answer passed on.
 */
export const answerUnreadable =
  (server: Server) =>
  (error: Refused, socket: Duplex): void => {
    const request = error.code === 'HPE_INVALID_URL' && error.rawPacket && encoded(error.rawPacket);
    if (request) sendAgain(server, request, socket);
    else refuse(error, socket);
  };

const sendAgain = (server: Server, request: Buffer, socket: Duplex): void => {
  const { port, address } = server.address() as AddressInfo;
  const again = connect(port, address);
  again.on('error', () => socket.destroy());
  again.write(request);
  again.pipe(socket);
};

const refuse = ({ code }: Refused, socket: Duplex): void => {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\n\r\n`);
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
