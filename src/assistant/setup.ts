import type { Model, ModelSettings } from './model.ts';

/** The key may have to be fetched from the keychain, which only a question for the model is worth. */
type Settings = Omit<ModelSettings, 'apiKey'> & { apiKey: () => Promise<string | undefined> };

/** Opens the model that the settings name; with neither a key nor an address there is none. */
export const modelIn = (kept: Settings) => async (): Promise<Model | null> => {
  const settings = { ...kept, apiKey: await kept.apiKey() };
  if (!settings.apiKey && !settings.baseUrl) return null;
  // The SDK is loaded by the first question that the database does not answer.
  const { openModel } = await import('./model.ts');
  return openModel(settings);
};

/** Whether there is a model, without a question to it. `unlisted`: its server tells nobody which it has. */
export type Listing =
  | { state: 'none' }
  | { state: 'known' }
  | { state: 'unlisted' }
  | { state: 'unknown'; others: string[]; fallbackKnown: boolean };

/** Looks for the model in the list that its server has. @throws ShopError, ModelFailure among them */
export async function findModel(kept: Settings, signal: AbortSignal): Promise<Listing> {
  const settings = { ...kept, apiKey: await kept.apiKey() };
  if (!settings.apiKey && !settings.baseUrl) return { state: 'none' };
  const { listModels } = await import('./model.ts');
  const models = await listModels(settings, signal);
  if (models === null) return { state: 'unlisted' };
  // Ollama lists `llama3:latest` and takes `llama3`.
  const has = (name: string) => models.includes(name) || models.includes(`${name}:latest`);
  if (has(settings.model)) return { state: 'known' };
  const { fallbackModel } = settings;
  return {
    state: 'unknown',
    others: models,
    fallbackKnown: fallbackModel !== undefined && has(fallbackModel),
  };
}
