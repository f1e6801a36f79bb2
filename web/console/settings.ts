/** What the server tells the page of the machine that it runs on. */
export type Settings = {
  /** The WebSocket address. */
  liveUrl: string;
  /** Where the functions reach WeChat: the simulator, if all is as it should be. */
  wechatUrl: string;
  /** The appids of the two mini-programs. */
  apps: { eater: string; seller: string };
};

/** Reads them. */
export const readSettings = async (): Promise<Settings> =>
  (await (await fetch('/console/settings.json')).json()) as Settings;
