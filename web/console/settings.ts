/** What the server tells the pages of the machine that it runs on. */
export type Settings = {
  /** The WebSocket address. */
  liveUrl: string;
  /** Where the functions reach WeChat: the simulator, if all is as it should be. */
  wechatUrl: string;
  /** Where the simulated cabinets can be looked at. */
  cabinetsUrl: string;
  /** The appids of the mini-programs and of the official account. */
  apps: { eater: string; seller: string; rental: string; h5: string };
};

/** Reads them. */
export const readSettings = async (): Promise<Settings> =>
  (await (await fetch('/console/settings.json')).json()) as Settings;
