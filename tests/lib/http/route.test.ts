import { describe, expect, it, vi } from 'vitest';
import { type Failure as AnyFailure, Failure, failure } from '../../../lib/failure.ts';
import { type Body, readBody } from '../../../lib/http/body.ts';
import { check, text } from '../../../lib/http/fields.ts';
import { Problem } from '../../../lib/http/problem.ts';
import { behind, type Dialect, type Door, openTo, undocumented } from '../../../lib/http/route.ts';
import { createSession, findSession, isSessionKey } from '../../../lib/session/session.ts';
import { type Item, type Key, write } from '../../../lib/store/store.ts';
import { apiEvent, invoke } from '../../support/api.ts';

/*
 * A sixth service, whole: a guest book. Anyone may look up a word in it; who has a session may write. It is all that
 * docs/adding-a-service.md asks for, but the addresses.
 */

type Word = 'who are you' | 'no such word' | 'full' | 'surprise';
type Entry = { entry: unknown };

const dialect: Dialect<{ greeting: string }, Body, Entry, Word> = {
  hear: async (event) => ({ ...(await readBody(event)), ...event.pathParameters }),
  take: check,
  say: (outcome, { form, who }) =>
    outcome instanceof Failure
      ? { json: { no: outcome.word, ...outcome.more } }
      : { json: { ok: form.greeting, known: who !== undefined && 'guest' in who, ...outcome } },
  wording: ({ kind, field }) => ({ no: kind, ...(field && { field }) }),
  status: ({ kind }) => (kind === 'invalid field' ? 422 : undefined),
};

type Guest = { guest: { openid: string; name: string } };

const guest: Door<Body, string, Guest, Word> = {
  claim: ({ headers }) => (isSessionKey(headers['x-guest']) ? headers['x-guest'] : fail('who are you')),
  find: async (key, alongside, quick) => {
    asked.push(alongside);
    const { session, items } = await findSession<{ name: string }>('guests', key, { alongside, quick });
    if (!session) return fail('who are you');
    return { who: { guest: { openid: session.openid, name: session.role.name } }, items, session };
  },
  outcomes: ['who are you'],
};

const fail: (word: Word, more?: Record<string, unknown>) => AnyFailure<Word> = failure<Word>;
const openRoute = openTo(dialect);
const guestRoute = behind(dialect, guest);

const asked: Key[][] = [];
const entryKey = (word: string): Key => ({
  table: process.env.CALLME_TABLE ?? '',
  pk: `word#${word}`,
  sk: '',
});
const page = (word: string) => ({ ...entryKey(word), sk: 'page' });

const answered = vi.fn();
const lookUp = openRoute({
  greeting: 'welcome',
  fields: { word: text(4) },
  outcomes: ['no such word'],
  answer: async ({ fields: { word } }) =>
    word === '茶' ? { entry: '绿茶' } : fail('no such word', { word }),
});
const writeDown = guestRoute({
  greeting: 'thanks',
  fields: { word: text(4) },
  outcomes: ['full'],
  reads: ({ word }) => [page(word)],
  alongside: async ({ word }) => word.length,
  answer: async ({ guest, fields, items: [known], alongside, origin }) => {
    answered(guest, origin);
    if (known) return fail('full', { since: (known as Item).since });
    await write({ put: page(fields.word), item: { since: alongside } });
    return { entry: guest.name };
  },
});

const begin = (idle = 3_600) =>
  createSession({
    service: 'guests',
    app: '1',
    openid: 'o',
    role: { name: '小明' },
    policy: { idle, absolute: 3_600 },
  });
const send = (handler: typeof lookUp, body: string, headers = {}, pathParameters = {}) =>
  invoke(handler, apiEvent({ body, headers, pathParameters }));

describe('a route that anyone may ask', () => {
  it('answers in its dialect, with the fields that it names', async () => {
    expect(await send(lookUp, '{"word":"茶","more":1}')).toMatchObject({
      status: 200,
      body: { ok: 'welcome', known: false, entry: '绿茶' },
    });
    expect((await send(lookUp, '{}', {}, { word: '酒' })).body).toEqual({ no: 'no such word', word: '酒' });
  });

  it('words what is wrong with a request, under a status of its own where it has one', async () => {
    expect(await send(lookUp, '{')).toMatchObject({ status: 400, body: { no: 'broken body' } });
    expect(await send(lookUp, '{}')).toMatchObject({
      status: 422,
      body: { no: 'invalid field', field: 'word' },
    });
  });
});

describe('a route behind a door', () => {
  it('knows who asks, and read what the request names with them', async () => {
    const headers = { 'x-guest': await begin() };

    expect((await send(writeDown, '{"word":"米饭"}', headers)).body).toEqual({
      ok: 'thanks',
      known: true,
      entry: '小明',
    });
    expect((await send(writeDown, '{"word":"米饭"}', headers)).body).toEqual({ no: 'full', since: 2 });
    expect(answered).toHaveBeenCalledWith({ openid: 'o', name: '小明' }, 'https://api.example.com');
  });

  it.each(['{"word":"面"}', '{"word":""}', '{}', '{', 'false', 'null', '0', '[]'])(
    'tells a stranger nothing but that they are one: %s',
    async (body) => {
      answered.mockClear();

      for (const headers of [{}, { 'x-guest': 'x' }, { 'x-guest': '0'.repeat(40) }])
        expect(await send(writeDown, body, headers)).toMatchObject({
          status: 200,
          raw: '{"no":"who are you"}',
        });
      expect(answered).not.toHaveBeenCalled();
    },
  );

  it('tells a guest what is wrong, and has read nothing but who they are', async () => {
    const headers = { 'x-guest': await begin() };
    asked.length = 0;

    expect((await send(writeDown, '{"word":""}', headers)).body).toEqual({
      no: 'invalid field',
      field: 'word',
    });
    expect((await send(writeDown, '[]', headers)).body).toEqual({ no: 'broken body' });
    expect(asked).toEqual([[], []]);
  });

  it('keeps the session alive, also of a request that fails', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
    const key = await begin(100);

    for (let step = 0; step < 4; step += 1) {
      vi.setSystemTime(Date.now() + 60_000);
      await send(writeDown, '{"word":"汤"}', { 'x-guest': key });
    }
    const { session } = await findSession('guests', key);
    vi.useRealTimers();

    expect(session).toBeDefined();
  });

  it('asks a door that looks into the body only for one that can be read', async () => {
    const inBody: typeof guest = {
      ...guest,
      claim: async (_, said) => ((await said).key as string) ?? fail('who are you'),
    };
    const route = behind(dialect, inBody)({ greeting: '', answer: () => ({ entry: 1 }) });

    expect((await send(route, '{')).body).toEqual({ no: 'broken body' });
    expect((await send(route, '{}')).body).toEqual({ no: 'who are you' });
  });

  it('takes for a defect what is no problem, wherever it happens', async () => {
    const broken = (part: Partial<typeof guest>) =>
      behind(dialect, { ...guest, ...part })({ greeting: '', answer: () => ({ entry: 1 }) });
    const defect = () => {
      throw new TypeError('x of undefined');
    };
    vi.spyOn(console, 'error').mockImplementation(() => undefined);

    for (const route of [broken({ claim: defect }), broken({ find: defect })])
      expect(await send(route, '{}', { 'x-guest': '0'.repeat(40) })).toMatchObject({ status: 500 });
    const deaf = openTo({ ...dialect, hear: async () => defect() })({ greeting: '', answer: defect });
    expect(await send(deaf, '{}')).toMatchObject({ status: 500, body: { no: 'defect' } });
  });
});

describe('what can be read of a handler', () => {
  it('is its fields, and the failures of its door and its own', () => {
    expect(Object.keys(writeDown.route.fields)).toEqual(['word']);
    expect(writeDown.route.outcomes).toEqual(['who are you', 'full']);
    expect(lookUp.route.outcomes).toEqual(['no such word']);
  });

  it('is all that it answers: a failure that it does not name is heard of', async () => {
    const surprising = openRoute({ greeting: '', answer: () => fail('surprise') });
    const heard: unknown[] = [];
    const listen = (failure: unknown) => void heard.push(failure);
    // The listener of every test would fail this one.
    const others = vi.spyOn(undocumented, 'publish').mockImplementation(listen);

    expect((await send(surprising, '{}')).body).toEqual({ no: 'surprise' });
    others.mockRestore();

    expect(heard).toEqual(['surprise']);
  });
});

it('throws a Problem from an answer as it does from the fields', async () => {
  const route = openRoute({
    greeting: '',
    answer: () => {
      throw new Problem('busy');
    },
  });

  expect(await send(route, '{}')).toMatchObject({ status: 503, body: { no: 'busy' } });
});
