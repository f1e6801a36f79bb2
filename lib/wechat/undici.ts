/// <reference path="./undici-parts.d.ts" />
// undici by its parts: the whole of it is twice as large, and every start of a container reads and parses it. The parts
// are no public interface, so the version is pinned; tests/lib/wechat/undici.test.ts tells when an update moves them.
import type { Dispatcher } from 'undici';
import apiRequest from 'undici/lib/api/api-request.js';
import errors from 'undici/lib/core/errors.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import { getGlobalDispatcher, setGlobalDispatcher } from 'undici/lib/global.js';

export { Agent, errors, setGlobalDispatcher };

type Options = Omit<Dispatcher.RequestOptions, 'origin' | 'path' | 'method'> & { method?: 'POST' };

/** undici's `request`: asks the global dispatcher, which a test may replace. */
export const request = (
  { origin, pathname, search }: URL,
  { method, ...options }: Options,
): Promise<Dispatcher.ResponseData> =>
  apiRequest.call(getGlobalDispatcher(), {
    ...options,
    origin,
    path: `${pathname}${search}`,
    method: method ?? 'GET',
  });
