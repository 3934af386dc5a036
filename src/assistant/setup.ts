import type { Model, ModelSettings } from './model.ts';

/** Opens the model that the settings name; with neither a key nor an address there is none. */
export const modelIn = (settings: ModelSettings) => async (): Promise<Model | null> => {
  if (!settings.apiKey && !settings.baseUrl) return null;
  // The SDK is loaded by the first question that the database does not answer.
  const { openModel } = await import('./model.ts');
  return openModel(settings);
};
