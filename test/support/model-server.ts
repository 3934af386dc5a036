import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Asked = {
  model: string;
  stream: boolean;
  messages: { role: string; content: string; tool_calls?: unknown; tool_call_id?: string }[];
  tools: { function: { name: string } }[];
};

/** What the server does with one request. */
export type Script = (response: ServerResponse, asked: Asked) => void | Promise<void>;

export type ModelServer = {
  url: string;
  /** What was asked so far, in order; who only looks at the list of models asks nothing. */
  asked: Asked[];
  /** The Authorization headers. */
  keys: (string | undefined)[];
  /** Requests that ended before their answer did. */
  aborted: () => number;
  [Symbol.asyncDispose](): Promise<void>;
};

/** A server that speaks Chat Completions over HTTP on loopback. Request after request it follows the scripts; the last repeats. */
export async function aModelServer(...scripts: Script[]): Promise<ModelServer> {
  const [asked, keys]: [Asked[], (string | undefined)[]] = [[], []];
  let [aborted, requests] = [0, 0];
  const server = createServer(async (request, response) => {
    response.on('close', () => {
      if (!response.writableFinished) aborted += 1;
    });
    const text = await textOf(request);
    const body = JSON.parse(text || '{}') as Asked;
    if (text) asked.push(body);
    requests += 1;
    keys.push(request.headers.authorization);
    await scripts[Math.min(requests, scripts.length) - 1]?.(response, body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    keys,
    aborted: () => aborted,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

const begin = (response: ServerResponse) => {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
};

const event = (delta: unknown, finish: string | null = null) =>
  `data: ${JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'test',
    choices: [{ index: 0, delta, finish_reason: finish }],
  })}\n\n`;

const close = (response: ServerResponse, finish: string) => {
  response.write(event({}, finish));
  response.end('data: [DONE]\n\n');
};

/** Says these pieces, one event each. */
export const says =
  (...pieces: string[]): Script =>
  (response) => {
    begin(response);
    response.write(event({ role: 'assistant', content: '' }));
    for (const content of pieces) response.write(event({ content }));
    close(response, 'stop');
  };

/** Calls tools; the arguments come in halves, as they do from real servers. */
export const calls =
  (...wanted: [name: string, args: unknown][]): Script =>
  (response) => {
    begin(response);
    for (const [index, [name, args]] of wanted.entries()) {
      const text = typeof args === 'string' ? args : JSON.stringify(args);
      const half = text.length >> 1;
      const call = {
        index,
        id: `call_${index}`,
        type: 'function',
        function: { name, arguments: text.slice(0, half) },
      };
      response.write(event({ tool_calls: [call] }));
      response.write(event({ tool_calls: [{ index, function: { arguments: text.slice(half) } }] }));
    }
    close(response, 'tool_calls');
  };

/** Tells which models there are. */
export const lists =
  (...names: string[]): Script =>
  (response) => {
    const data = names.map((id) => ({ id, object: 'model', created: 1, owned_by: 'test' }));
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data }));
  };

/** Refuses, with a body that no person should see. */
export const refuses =
  (status: number, code: string | null = null): Script =>
  (response) => {
    const message = `secret-server-words sk-leak \u001b[31m ${status}`;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message, type: code ?? 'error', code, param: null } }));
  };

/** Says something, if anything, and then breaks the connection. */
export const breaksAfter =
  (...pieces: string[]): Script =>
  (response) => {
    begin(response);
    for (const content of pieces) response.write(event({ content }));
    response.write(': \n\n', () => response.destroy());
  };

/** Ends properly, but in the middle: without a reason for it. */
export const endsAfter =
  (...pieces: string[]): Script =>
  (response) => {
    begin(response);
    for (const content of pieces) response.write(event({ content }));
    response.end();
  };

/** Says something, if anything, and then nothing any more, but for signs of life that are no words. */
export const stallsAfter =
  (...pieces: string[]): Script =>
  (response) => {
    begin(response);
    for (const content of pieces) response.write(event({ content }));
    const alive = setInterval(() => response.write(`: keep-alive\n\n${event({ content: '' })}`), 10);
    response.on('close', () => clearInterval(alive));
  };

/** Sends these bytes as they are. */
export const sends =
  (text: string, type = 'text/event-stream'): Script =>
  (response) => {
    response.writeHead(200, { 'content-type': type });
    response.end(text);
  };
