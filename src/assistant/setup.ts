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
