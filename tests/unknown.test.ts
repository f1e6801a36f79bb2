import { describe, expect, it } from 'vitest';
import { handler } from '../functions/unknown/unknown.ts';
import { apiEvent, invoke } from './support/api.ts';

const callme = '{"queryErr":"Illegal query"}';
const mina = (msg: string) => `{"ok":"fail","msg":"${msg}","data":null}`;
const recipes = (message: string) =>
  `{"flag":false,"data":null,"sessionId":null,"message":"${message}","login":false}`;
const rental = (words: string) => `{"status":"error: ${words}"}`;
const h5 = (msg: string) => `{"ok":false,"error":{"code":2002,"msg":"${msg}"}}`;

describe('a route that nothing else answers', () => {
  it.each([
    ['GET', '/', 405, callme],
    ['PUT', '/callme/fetch', 405, callme],
    ['GET', '/callme/seller_list', 405, callme],
    ['DELETE', '/callme/pictures/abc.png', 405, callme],
    ['POST', '/callme/nothing', 404, callme],
    ['POST', '/callme/fetch/', 404, callme],
    ['GET', '/favicon.ico', 404, callme],
    ['POST', '/callme/constructor', 404, callme],
    ['GET', '/mina/login', 405, mina('请求方式不支持')],
    ['GET', '/mina_auth/', 405, mina('请求方式不支持')],
    ['POST', '/mina/nothing', 404, mina('接口不存在')],
    ['POST', '/menus/2046', 405, recipes('请求方式不支持')],
    ['GET', '/menus/one/2046', 404, recipes('接口不存在')],
    ['GET', '/userinfos', 404, recipes('接口不存在')],
    ['DELETE', '/user/profile/', 405, rental('wrong method')],
    ['POST', '/user/try_to_rent', 405, rental('wrong method')],
    ['GET', '/user/history/page_length/10', 404, rental('unknown route')],
    ['GET', '/device', 404, rental('unknown route')],
    ['DELETE', '/wx', 405, h5('请求方式不支持')],
    ['POST', '/wx/api/measurements/7/analyze', 405, h5('请求方式不支持')],
    ['GET', '/wx/api/measurements/7/8/analyze', 404, h5('接口不存在')],
    ['GET', '/wx/', 404, h5('接口不存在')],
  ])('%s %s is %i, in the words of its service', async (method, path, status, raw) => {
    expect(await invoke(handler, apiEvent({ method, path }))).toMatchObject({ status, raw });
  });
});
