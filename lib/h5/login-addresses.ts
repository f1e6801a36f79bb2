/** Where a login begins that leads to a page. `origin` is where the browser reached us. */
export const loginAddress = (origin: string, page: string): string =>
  `${origin}/wx/oauth?${new URLSearchParams({ redirect: page })}`;

/** Where WeChat sends the browser back to. */
export const callbackAddress = (origin: string, page: string): string =>
  `${origin}/wx/oauth/callback?${new URLSearchParams({ redirect: page })}`;

/** One of these addresses, marked with how often the login has begun anew. */
export const marked = (address: string, again: number): string =>
  again > 0 ? `${address}&again=${again}` : address;
