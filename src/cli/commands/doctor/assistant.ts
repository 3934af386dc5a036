import { findModel } from '#assistant/setup.ts';
import { ShopError } from '#domain/errors.ts';
import { type Found, fine, orProblem, orSkip, problem, warning } from './finding.ts';
import { type Scene, Silence } from './scene.ts';

/** The model behind the assistant: whether there is one, answers and is known. No question is sent, so none is paid for. */
export async function checkAssistant(scene: Scene): Promise<Found | Found[]> {
  const { chat } = await orSkip('The settings come first.', scene.config);
  const { baseUrl, model } = chat;
  const where = baseUrl ?? 'https://api.openai.com/v1';
  return orProblem(async () => {
    const found = await scene
      .inTime((signal) => findModel(chat, signal))
      .catch((error) => Promise.reject(error instanceof Silence ? silent(where, error) : error));
    const details = { baseUrl: where, model };
    if (found.state === 'none') return fine('No model is set up: the database alone answers.');
    if (found.state === 'known') return fine(`${where} answers and knows ${model}.`, details);
    if (found.state === 'unlisted') {
      return fine(
        `${where} answers, but lists no models: a question shows whether it knows ${model}.`,
        details,
      );
    }
    const { others, fallbackKnown } = found;
    const words = {
      next: `Set SHOP_CHAT_MODEL, or shop config set chat.model, to one that it has${some(others)}.`,
      details: { ...details, models: others },
    };
    const message = `${where} answers, but does not know the model ${model}`;
    return fallbackKnown
      ? warning(`${message}; it knows ${chat.fallbackModel}, which answers instead.`, words)
      : problem('unavailable', `${message}.`, words);
  });
}

const silent = (where: string, { seconds }: Silence) =>
  new ShopError('unavailable', `${where} does not answer within ${seconds} seconds.`, {
    next: 'Check the network and OPENAI_BASE_URL.',
  });

const some = (models: string[]) => (models.length > 0 ? `: ${models.slice(0, 5).join(', ')}` : '');
