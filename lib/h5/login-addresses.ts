/**
 * Where a login begins that leads to a page.
 * @param origin where the browser reached us
 * @param again how often it has begun anew
 */
export const loginAddress = (origin: string, page: string, again = 0): string =>
  `${origin}/wx/oauth?${parameters(page, again)}`;

/** Where WeChat sends the browser back to. */
export const callbackAddress = (origin: string, page: string, again: number): string =>
  `${origin}/wx/oauth/callback?${parameters(page, again)}`;

const parameters = (redirect: string, again: number) =>
  new URLSearchParams({ redirect, ...(again > 0 && { again: String(again) }) });
