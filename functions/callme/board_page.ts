import { createHash } from 'node:crypto';
import { findBoard } from '../../lib/callme/boards.ts';
import { getSeller } from '../../lib/callme/sellers.ts';
import { wording } from '../../lib/callme/wording.ts';
import { setting } from '../../lib/env.ts';
import { endpoint } from '../../lib/http/endpoint.ts';
import { originOf } from '../../lib/http/origin.ts';
import { readPage } from '../../lib/web.ts';

const display = await readPage('board/board.html');
const unknown = await readPage('board/unknown.html');

/** GET /board?key=…: the hall display of the stall that the key shows. `theme=dark` or `light` overrules the device. */
export const handler = endpoint(wording(), async (event) => {
  const { key = '', theme } = event.queryStringParameters ?? {};
  const sellerId = await findBoard(key);
  const seller = sellerId === undefined ? undefined : await getSeller(sellerId);
  if (!seller) return unknown.show({ status: 404, theme });

  const socket = socketUrl(originOf(event), key);
  const stall = { sellerId, name: seller.sellerName ?? '', timeZone: seller.timeZone, socket: socket.href };
  const version = createHash('sha256')
    .update(display.version + JSON.stringify(stall))
    .digest('hex');
  return display.show({
    theme,
    data: { stall: { ...stall, version } },
    connect: [socket.origin],
    headers: { etag: `"${version}"` },
  });
});

/** Where the display connects to. A laptop's address is the one that the display reached it at. */
const socketUrl = (origin: string, key: string): URL => {
  const url = new URL(setting('WEBSOCKET_URL'));
  if (url.hostname === 'localhost') url.hostname = new URL(origin).hostname;
  url.searchParams.set('key', key);
  return url;
};
