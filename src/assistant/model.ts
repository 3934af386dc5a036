import OpenAI, { APIConnectionError, APIError } from 'openai';
import * as z from 'zod/mini';
import { ShopError } from '#domain/errors.ts';
import { ModelFailure, type Reason } from './failures.ts';
import type { Watchdog } from './watchdog.ts';

export type ModelSettings = {
  /** Absent where the server wants none. */
  apiKey: string | undefined;
  /** Any server that speaks Chat Completions; absent: OpenAI's. */
  baseUrl: string | undefined;
  model: string;
  /** Asked when the first is overloaded or unknown. */
  fallbackModel: string | undefined;
};

type ToolCall = { id: string; name: string; arguments: string };

export type Message =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string; calls?: ToolCall[] }
  | { role: 'tool'; content: string; callId: string };

type ToolFacts = { name: string; description: string; parameters: Record<string, unknown> };

/** One turn of the model: what it said, and what it wants to look up before it goes on. */
export type Turn = { text: string; calls: ToolCall[] };

type Request = {
  messages: Message[];
  tools: ToolFacts[];
  watch: Watchdog;
  onText: (piece: string) => Promise<void>;
};

export type Model = {
  /** @throws ModelFailure; what `watch` and `onText` throw */
  turn(request: Request): Promise<Turn>;
};

// More is no answer for a terminal; a server that never ends is cut off here.
const longestTurn = 8_000;
const mostCalls = 8;

/** @throws ShopError usage when the key would go to another machine in the clear */
export function openModel({ model, fallbackModel, ...where }: ModelSettings): Model {
  const client = clientFor(where);
  let name = model;
  return {
    async turn(request) {
      try {
        return await ask(client, name, request);
      } catch (error) {
        const mayPass = error instanceof ModelFailure && ['busy', 'unknown_model'].includes(error.reason);
        if (!mayPass || !fallbackModel || name === fallbackModel) throw error;
        name = fallbackModel;
        return ask(client, name, request);
      }
    },
  };
}

/**
 * The names of the models that the server has; null where it has no such list. Costs nothing.
 * @throws ShopError as `openModel`; ModelFailure
 */
export async function listModels(
  where: Pick<ModelSettings, 'apiKey' | 'baseUrl'>,
  signal: AbortSignal,
): Promise<string[] | null> {
  try {
    const { data } = await clientFor(where).models.list({ signal });
    const listed = z.safeParse(z.array(z.object({ id: z.string() })), data);
    return listed.success ? listed.data.map(({ id }) => id) : null;
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof APIError && (error.status === 404 || error.status === 405)) return null;
    throw failureOf(error);
  }
}

function clientFor({ apiKey, baseUrl }: Pick<ModelSettings, 'apiKey' | 'baseUrl'>): OpenAI {
  if (apiKey) refuseClearText(baseUrl);
  return new OpenAI({
    // Without one the SDK does not start; a server that wants none does not look at it.
    apiKey: apiKey ?? 'none',
    ...(baseUrl ? { baseURL: baseUrl } : { baseURL: 'https://api.openai.com/v1' }),
    maxRetries: 0,
    logLevel: 'off',
    // A question that is sent on to another address would take the person's words there.
    fetchOptions: { redirect: 'error' },
  });
}

function refuseClearText(baseUrl: string | undefined) {
  const url = URL.parse(baseUrl ?? 'https://api.openai.com/v1');
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new ShopError('usage', 'OPENAI_BASE_URL is no http or https address.', {
      next: 'It looks like https://api.example.com/v1',
    });
  }
  if (url.protocol === 'https:' || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname)) return;
  throw new ShopError('usage', 'OPENAI_BASE_URL would carry the API key over the network for all to read.', {
    next: 'Use https://, or no key where the server wants none.',
  });
}

async function ask(
  client: OpenAI,
  model: string,
  { messages, tools, watch, onText }: Request,
): Promise<Turn> {
  const turn = new Listener(onText);
  try {
    watch.asked();
    const stream = await watch.within(
      client.chat.completions.create(
        { model, stream: true, messages: messages.map(toWire), tools: tools.map(toolToWire) },
        { signal: watch.signal },
      ),
    );
    const chunks = stream[Symbol.asyncIterator]();
    try {
      while (!turn.isComplete) {
        const { done, value } = await watch.within(chunks.next());
        if (done) break;
        if (await turn.hear(value)) watch.heard();
      }
    } finally {
      // Ends the request where it is still running; nobody waits for that.
      stream.controller.abort();
    }
  } catch (error) {
    watch.signal.throwIfAborted();
    throw failureOf(error);
  }
  return turn.end();
}

// What a server sends is foreign: everything that is used of it is looked at.
const text = z.nullish(z.string());
const callPiece = z.object({
  index: z._default(z.int(), 0),
  id: text,
  function: z.nullish(z.object({ name: text, arguments: text })),
});
const chunkShape = z.object({
  choices: z.array(
    z.object({
      delta: z.nullish(z.object({ content: text, refusal: text, tool_calls: z.nullish(z.array(callPiece)) })),
      finish_reason: text,
    }),
  ),
});

/** Puts the pieces of a turn together. */
class Listener {
  isComplete = false;
  readonly #onText: Request['onText'];
  readonly #calls = new Map<number, ToolCall>();
  #text = '';
  #finish: string | undefined;

  constructor(onText: Request['onText']) {
    this.#onText = onText;
  }

  /** @returns whether there was a word or a part of a call in it, and not just a sign of life */
  async hear(chunk: unknown): Promise<boolean> {
    const parsed = z.safeParse(chunkShape, chunk);
    if (!parsed.success) throw new ModelFailure('malformed');
    const [choice] = parsed.data.choices;
    const { content, refusal, tool_calls: pieces } = choice?.delta ?? {};
    this.#finish = choice?.finish_reason ?? this.#finish;
    for (const { index, id, function: call } of pieces ?? []) {
      const known = this.#calls.get(index) ?? { id: '', name: '', arguments: '' };
      this.#calls.set(index, {
        id: known.id || (id ?? ''),
        name: known.name + (call?.name ?? ''),
        arguments: known.arguments + (call?.arguments ?? ''),
      });
      if (this.#calls.size > mostCalls || known.arguments.length > longestTurn)
        throw new ModelFailure('tools');
    }
    await this.#say(content || refusal || '');
    return Boolean(content || refusal || pieces?.length);
  }

  async #say(words: string) {
    if (words === '') return;
    const room = longestTurn - this.#text.length;
    const piece = words.length > room ? `${words.slice(0, room)}…` : words;
    this.#text += piece;
    await this.#onText(piece);
    if (words.length > room) this.isComplete = true;
  }

  end(): Turn {
    if (!this.isComplete && this.#finish === undefined) throw new ModelFailure('cut');
    if (this.#finish === 'content_filter' && this.#text === '') throw new ModelFailure('declined');
    const calls = [...this.#calls.values()].filter(({ name }) => name !== '');
    return { text: this.#text, calls: calls.map((call, at) => ({ ...call, id: call.id || `call_${at}` })) };
  }
}

const toWire = (message: Message): OpenAI.ChatCompletionMessageParam => {
  if (message.role === 'tool')
    return { role: 'tool', content: message.content, tool_call_id: message.callId };
  if (message.role !== 'assistant' || !message.calls?.length)
    return { role: message.role, content: message.content };
  return {
    role: 'assistant',
    content: message.content,
    tool_calls: message.calls.map(({ id, name, arguments: text }) => ({
      id,
      type: 'function',
      function: { name, arguments: text },
    })),
  };
};

const toolToWire = (facts: ToolFacts): OpenAI.ChatCompletionTool => ({ type: 'function', function: facts });

function failureOf(error: unknown): unknown {
  if (error instanceof ShopError) return error;
  if (error instanceof APIConnectionError) return new ModelFailure('unreachable');
  if (error instanceof APIError) return new ModelFailure(reasonOf(error));
  // Thrown by the SDK for an event that is no JSON.
  if (error instanceof SyntaxError) return new ModelFailure('malformed');
  // undici's word for a body that ended before its time.
  if (error instanceof TypeError && error.message === 'terminated') return new ModelFailure('cut');
  return error;
}

/** By status and code alone: the server's words stay where they are, in nobody's log. */
function reasonOf({ status, code, type }: APIError): Reason {
  const codes = [code, type];
  if (codes.includes('insufficient_quota') || status === 402) return 'quota';
  if (status === 401 || status === 403) return 'key';
  if (status === 429) return 'busy';
  if (status === 404 || codes.includes('model_not_found')) return 'unknown_model';
  return status === undefined || status >= 500 ? 'server' : 'request';
}
