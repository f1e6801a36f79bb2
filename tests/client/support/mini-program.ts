import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import vm from 'node:vm';
import { afterAll, beforeAll } from 'vitest';
import { buildForMiniProgram } from '../../../client/build.ts';
import { control } from '../../support/canteen.ts';

type Callbacks = { success?: (result: unknown) => void; fail?: (reason: { errMsg: string }) => void };
type Request = Callbacks & {
  url: string;
  method?: string;
  data?: string;
  header?: Record<string, string>;
  timeout?: number;
};
type Upload = Callbacks & { url: string; filePath: string; name: string; formData: Record<string, string> };

/** A phone: its storage, its files, and what befalls the app on it. */
export type Phone = {
  storage: Map<string, string>;
  files: Map<string, Buffer>;
  vibrations: number;
  show(): void;
  /** Runs a module of a mini-program, which may require others, and returns its exports. */
  run(source: string, modules?: Record<string, unknown>, globals?: object): unknown;
};

let library = '';

/** Builds the client as a mini-program takes it in, for one test file. */
export const buildLibrary = (): void => {
  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'callme-mini-program-'));
    await buildForMiniProgram(folder);
    library = await readFile(join(folder, 'callme.js'), 'utf8');
    await rm(folder, { recursive: true });
  });
  afterAll(() => {
    library = '';
  });
};

/** The client's module as a phone runs it. */
export const libraryOn = (phone: Phone) => phone.run(library) as typeof import('../../../client/callme.ts');

/**
 * A phone with somebody's WeChat. Modules run in a realm that has the language and `wx`, and nothing else of a
 * browser or of Node: no `fetch`, `URL`, `AbortController`, `TextEncoder`, `structuredClone`, `crypto`.
 */
export const openPhone = (appid: string, openid: string): Phone => {
  const shown: (() => void)[] = [];
  const phone: Phone = {
    storage: new Map(),
    files: new Map(),
    vibrations: 0,
    show: () => {
      for (const listener of shown) listener();
    },
    run: (source, modules = {}, globals = {}) => {
      const module = { exports: {} };
      const require = (name: string) => modules[name];
      const timers = { setTimeout, clearTimeout, setInterval, clearInterval };
      vm.runInNewContext(source, { wx, module, exports: module.exports, require, ...timers, ...globals });
      return module.exports;
    },
  };

  const wx = {
    login: ({ success, fail }: Callbacks) => {
      control()
        .login({ appid, openid })
        .then(
          (code) => success?.({ code, errMsg: 'login:ok' }),
          () => fail?.({ errMsg: 'login:fail' }),
        );
    },
    request: ({ url, method = 'GET', data, header, timeout = 60_000, ...callbacks }: Request) => {
      const init = { method, ...(data && { body: data }), ...(header && { headers: header }) };
      void answer(fetch(url, { ...init, signal: AbortSignal.timeout(timeout) }), callbacks, parsed);
    },
    uploadFile: ({ url, filePath, name, formData, ...callbacks }: Upload) => {
      const file = phone.files.get(filePath);
      if (!file) return callbacks.fail?.({ errMsg: 'uploadFile:fail file not found' });
      const body = new FormData();
      for (const [field, value] of Object.entries(formData)) body.append(field, value);
      body.append(name, new Blob([new Uint8Array(file)]), filePath);
      void answer(fetch(url, { method: 'POST', body }), callbacks, (text) => text);
    },
    connectSocket: ({ url }: { url: string }) => {
      const socket = new WebSocket(url);
      const on = (event: string) => (listener: (event: unknown) => void) =>
        socket.addEventListener(event, listener);
      return {
        onOpen: on('open'),
        onMessage: on('message'),
        onClose: on('close'),
        onError: on('error'),
        send: ({ data }: { data: string }) => socket.send(data),
        close: () => socket.close(),
      };
    },
    getStorageSync: (name: string) => phone.storage.get(name) ?? '',
    setStorageSync: (name: string, value: string) => void phone.storage.set(name, value),
    removeStorageSync: (name: string) => void phone.storage.delete(name),
    onAppShow: (listener: () => void) => void shown.push(listener),
    vibrateLong: () => {
      phone.vibrations += 1;
    },
  };
  return phone;
};

/** Any answer is a success, whatever its status; only silence fails. */
const answer = async (
  response: Promise<Response>,
  { success, fail }: Callbacks,
  read: (text: string) => unknown,
) => {
  try {
    const { status, text } = await response.then(async (r) => ({ status: r.status, text: await r.text() }));
    success?.({ statusCode: status, data: read(text), errMsg: 'request:ok' });
  } catch {
    fail?.({ errMsg: 'request:fail timeout' });
  }
};

/** `wx.request` parses JSON, and hands over the text of anything else. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};
