import { describe, expect } from 'vitest';
import { countPrompts, listHistory } from '#domain/chat.ts';
import { anAsker, asking } from '#test/asking.ts';
import { test } from '#test/database.ts';
import {
  aModelServer,
  breaksAfter,
  calls,
  endsAfter,
  refuses,
  type Script,
  says,
  sends,
  stallsAfter,
} from '#test/model-server.ts';

const question = 'who is the president?';
const soon = { firstWord: 150, betweenWords: 150 };

type Case = [what: string, reason: string, script: Script, more?: { patience?: object; asked?: number }];

describe('a model that fails before its first word gives the prompt back, with a sentence of ours:', () => {
  test.for<Case>([
    ['401', 'key', refuses(401, 'invalid_api_key')],
    ['403', 'key', refuses(403)],
    ['429', 'busy', refuses(429, 'rate_limit_exceeded')],
    ['429, quota', 'quota', refuses(429, 'insufficient_quota')],
    ['404 model', 'unknown_model', refuses(404, 'model_not_found')],
    ['400 model', 'unknown_model', refuses(400, 'model_not_found')],
    ['400', 'request', refuses(400)],
    ['500, twice', 'server', refuses(500), { asked: 2 }],
    ['an error in the stream', 'server', sends('data: {"error":{"message":"sk-leak"}}\n\n'), { asked: 2 }],
    ['cut, twice', 'cut', breaksAfter(), { asked: 2 }],
    ['ended without a word, twice', 'cut', endsAfter(), { asked: 2 }],
    ['malformed', 'malformed', sends('data: {"choices": [{"del\n\n')],
    ['JSON of another shape', 'malformed', sends('data: {"hello": 1}\n\ndata: [DONE]\n\n')],
    ['null', 'malformed', sends('data: null\n\ndata: [DONE]\n\n')],
    ['a web page', 'cut', sends('<html>sk-leak</html>', 'text/html'), { asked: 2 }],
    ['empty', 'empty', says()],
    ['blanks alone', 'empty', says(' ', '\n')],
    ['calls without end', 'tools', calls(['search_items', {}]), { asked: 6 }],
    ['silent', 'silent', stallsAfter(), { patience: soon }],
    ['over all too long', 'long', stallsAfter(), { patience: { inAll: 150 } }],
  ])('%s', async ([, reason, script, { patience, asked = 1 } = {}], { db }) => {
    await using server = await aModelServer(script);
    const asker = await anAsker(db);

    const { error, shown } = await asking(question, { db, asker, url: server.url, patience });

    expect(error).toMatchObject({
      kind: 'unavailable',
      details: { reason },
      next: expect.stringMatching(/\.$/),
    });
    expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/sk-leak|secret|\p{Cc}/u);
    expect(shown.trim()).toBe('');
    expect(server.asked).toHaveLength(asked);
    expect(await countPrompts(db, asker)).toMatchObject({ used: 0 });
  });

  test('no server at all', async ({ db }) => {
    const gone = await aModelServer(says('x'));
    await gone[Symbol.asyncDispose]();
    const asker = await anAsker(db);

    const { error } = await asking(question, { db, asker, url: gone.url });

    expect(error).toMatchObject({ details: { reason: 'unreachable' } });
    expect((await countPrompts(db, asker)).used).toBe(0);
  });

  test('no model set up', async ({ db }) => {
    const asker = await anAsker(db);

    const { error } = await asking(question, { db, asker });

    expect(error).toMatchObject({ kind: 'unavailable', details: { reason: 'none' } });
    expect((await countPrompts(db, asker)).used).toBe(0);
  });
});

describe('a model that fails in the middle has answered as far as it came:', () => {
  test.for<Case>([
    ['cut', 'cut', breaksAfter('Once ', 'upon')],
    ['ended', 'cut', endsAfter('Once ', 'upon')],
    ['stalled', 'stalled', stallsAfter('Once ', 'upon'), { patience: { betweenWords: 150 } }],
  ])('%s', async ([, reason, script, more], { db }) => {
    await using server = await aModelServer(script);
    const asker = await anAsker(db);

    const { error, shown } = await asking(question, { db, asker, url: server.url, ...more });

    expect(error).toMatchObject({ kind: 'unavailable', details: { reason } });
    expect(shown).toBe('Once upon');
    expect(server.asked).toHaveLength(1);
    expect((await countPrompts(db, asker)).used).toBe(1);
    expect(await listHistory(db, { ...asker, limit: 10 })).toMatchObject([{ question, answer: 'Once upon' }]);
  });
});

describe('a second try', () => {
  test('mends a fault of the server before the first word', async ({ db }) => {
    await using server = await aModelServer(refuses(503), says('Hello.'));
    const asker = await anAsker(db);

    const { reply } = await asking(question, { db, asker, url: server.url });

    expect(reply).toMatchObject({ answer: 'Hello.', source: 'model', prompts: { used: 1, left: 4 } });
  });

  test.for([
    [429, 'rate_limit_exceeded'],
    [404, 'model_not_found'],
  ] as const)('goes to the fallback model on %s', async ([status, code], { db }) => {
    await using server = await aModelServer(refuses(status, code), says('Hello.'));
    const asker = await anAsker(db);
    const settings = { fallbackModel: 'smaller' };

    const { reply } = await asking(question, { db, asker, url: server.url, settings });

    expect(reply?.answer).toBe('Hello.');
    expect(server.asked.map(({ model }) => model)).toEqual(['test', 'smaller']);
  });
});

describe('the person stops it', () => {
  test('before the first word: the prompt comes back, and the request ends', async ({ db }) => {
    await using server = await aModelServer(stallsAfter());
    const asker = await anAsker(db);
    const stop = new AbortController();
    const answer = asking(question, { db, asker, url: server.url, signal: stop.signal });
    await expect.poll(() => server.asked.length).toBe(1);

    stop.abort();

    expect(await answer).toMatchObject({ error: { kind: 'interrupted' }, shown: '' });
    expect((await countPrompts(db, asker)).used).toBe(0);
    await expect.poll(() => server.aborted()).toBe(1);
  });

  test('in the middle: what was shown stays, and counts', async ({ db }) => {
    await using server = await aModelServer(stallsAfter('Once upon'));
    const asker = await anAsker(db);
    const stop = new AbortController();

    const onText = () => stop.abort();
    const { error } = await asking(question, { db, asker, url: server.url, signal: stop.signal, onText });

    expect(error).toMatchObject({ kind: 'interrupted' });
    expect(await listHistory(db, { ...asker, limit: 10 })).toMatchObject([{ answer: 'Once upon' }]);
    expect((await countPrompts(db, asker)).used).toBe(1);
  });
});

describe('the key', () => {
  test('does not go to another machine in the clear', async ({ db }) => {
    const asker = await anAsker(db);

    const { error } = await asking(question, { db, asker, url: 'http://192.0.2.1/v1' });

    expect(error).toMatchObject({ kind: 'usage', message: expect.stringContaining('OPENAI_BASE_URL') });
    expect((await countPrompts(db, asker)).used).toBe(0);
  });

  test('is not needed by a server of one’s own', async ({ db }) => {
    await using server = await aModelServer(says('Hi.'));
    const asker = await anAsker(db);
    const settings = { apiKey: undefined };

    expect((await asking(question, { db, asker, url: server.url, settings })).reply?.answer).toBe('Hi.');
  });

  test('is not taken along by a redirection', async ({ db }) => {
    await using elsewhere = await aModelServer(says('Hi.'));
    await using server = await aModelServer((response) => {
      response.writeHead(307, { location: `${elsewhere.url}/chat/completions` }).end();
    });
    const asker = await anAsker(db);

    const { error } = await asking(question, { db, asker, url: server.url });

    expect(error).toMatchObject({ details: { reason: 'unreachable' } });
    expect(elsewhere.asked).toHaveLength(0);
  });
});
