/** A picture to upload: in a mini-program the file's path (`wx.chooseMedia`), elsewhere a `Blob` or `File`. */
export type Picture = string | { readonly size: number; readonly type: string };

/** An answer as it came: any status, the body as text or parsed already. */
export type Reply = { status: number; body: unknown };

/** An open WebSocket. */
export type Socket = { send(text: string): void; close(): void };

/** What happens on a WebSocket. `close` also stands for one that never opened. */
export type SocketEvents = { open(): void; message(text: string): void; close(): void };

/** How requests travel. There is one for mini-programs and one for browsers and Node; others can be given. */
export type Transport = {
  /** Sends JSON by POST. Rejects only when no answer comes. */
  post(url: string, json: string, timeoutMs: number): Promise<Reply>;
  /** Sends a form with a picture, `multipart/form-data`, in the field `sellerImage`. */
  upload(url: string, fields: Record<string, string>, picture: Picture, timeoutMs: number): Promise<Reply>;
  /** Opens a WebSocket; without it, watches poll. */
  connect?(url: string, events: SocketEvents): Socket;
  /** Calls back when the app comes to the front or the network returns: a moment to look again. */
  onWake?(wake: () => void): void;
};

/** Where the session key outlives the app. `localStorage`-like, with values of text. */
export type KeyStorage = {
  get(name: string): unknown;
  set(name: string, value: string): void;
  remove(name: string): void;
};
