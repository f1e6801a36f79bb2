import type { Reply, Transport } from './transport.ts';

type Fail = { fail?: (reason: { errMsg: string }) => void };
type Done = { success?: (result: { statusCode: number; data: unknown }) => void } & Fail;

/** What this client uses of a mini-program's `wx`. `typings.ts` holds it against WeChat's own typings. */
export type Wx = {
  login(options: { success?: (result: { code: string }) => void } & Fail): unknown;
  request(
    options: {
      url: string;
      method: 'POST';
      data: string;
      header: Record<string, string>;
      timeout: number;
    } & Done,
  ): unknown;
  uploadFile(
    options: {
      url: string;
      filePath: string;
      name: string;
      formData: Record<string, string>;
      timeout: number;
    } & Done,
  ): unknown;
  connectSocket(options: { url: string } & Fail): SocketTask;
  getStorageSync(name: string): unknown;
  setStorageSync(name: string, value: string): void;
  removeStorageSync(name: string): void;
  onAppShow?(listener: () => void): void;
  onNetworkStatusChange?(listener: (status: { isConnected: boolean }) => void): void;
};

type SocketTask = {
  onOpen(listener: () => void): void;
  onMessage(listener: (result: { data: string | ArrayBuffer }) => void): void;
  onClose(listener: () => void): void;
  onError(listener: () => void): void;
  send(options: { data: string } & Fail): void;
  close(options: Fail): void;
};

/** A code of `wx.login`. */
export const wxLogin = (wx: Wx): Promise<string> =>
  new Promise((resolve, reject) => {
    wx.login({ success: ({ code }) => resolve(code), fail: reject });
  });

/** Requests by `wx`: every HTTP status is a success to it, and it fails only where no answer comes. */
export const wxTransport = (wx: Wx): Transport => ({
  post: (url, data, timeout) =>
    answerOf((done) =>
      wx.request({
        url,
        method: 'POST',
        data,
        timeout,
        header: { 'content-type': 'application/json' },
        ...done,
      }),
    ),

  upload: (url, formData, picture, timeout) =>
    answerOf((done) =>
      wx.uploadFile({ url, filePath: picture as string, name: 'sellerImage', formData, timeout, ...done }),
    ),

  connect: (url, { open, message, close }) => {
    const task = wx.connectSocket({ url, fail: close });
    task.onOpen(open);
    task.onMessage(({ data }) => message(data as string));
    task.onClose(close);
    task.onError(close);
    return {
      send: (data) => task.send({ data, fail: close }),
      close: () => task.close({ fail: close }),
    };
  },

  onWake: (wake) => {
    wx.onAppShow?.(wake);
    wx.onNetworkStatusChange?.(({ isConnected }) => {
      if (isConnected) wake();
    });
  },
});

const answerOf = (send: (done: Required<Done>) => unknown): Promise<Reply> =>
  new Promise((resolve, reject) => {
    send({
      success: ({ statusCode, data }) => resolve({ status: statusCode, body: data }),
      fail: reject,
    });
  });
