import { connect, createServer } from 'node:net';

/** Why nobody can listen on a port of this machine; undefined when it is free. */
export const whyTaken = async (port: number): Promise<string | undefined> => {
  const refusal = await tryToListen(port);
  if (refusal === 'EACCES') return 'this system does not let you use it';
  // macOS and Windows let a program listen on 127.0.0.1 while another has the port on all addresses.
  const isTaken = refusal !== undefined || (await answers(port, '127.0.0.1')) || (await answers(port, '::1'));
  return isTaken ? 'another program uses it' : undefined;
};

/** A port of this machine that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

/**
 * The first of `count` ports in a row that were free a moment ago. They lie below those that systems hand out by
 * themselves, so that no connection takes one meanwhile.
 */
export const freePorts = async (count: number): Promise<number> => {
  const first = 10_000 + 10 * Math.floor(Math.random() * 2_000);
  const ports = Array.from({ length: count }, (_, i) => first + i);
  const taken = await Promise.all(ports.map(whyTaken));
  return taken.every((reason) => reason === undefined) ? first : freePorts(count);
};

const tryToListen = (port: number): Promise<string | undefined> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });

/** Whether somebody accepts a connection. Windows takes seconds to refuse one: who listens here answers sooner. */
const answers = (port: number, host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host });
    const settle = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.setTimeout(200, () => settle(false));
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
