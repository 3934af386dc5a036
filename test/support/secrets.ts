/**
 * What the tests' people and servers keep secret. The sweep looks for these, so a test takes its passwords and keys from
 * here, or adds them; not `shop-demo`, which README tells everybody.
 */
export const secrets = {
  password: 'correct horse',
  anotherPassword: 'battery staple',
  goodPassword: 'a good password',
  urlPassword: 'hunter2',
  serverPassword: 'pw-secret',
  apiKey: 'sk-secret',
  markedKey: 'sk-marked',
  environmentKey: 'sk-env',
} as const;

/** Secrets that nobody has chosen, by their form. */
const forms: Record<string, RegExp> = {
  'a login token': /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  'the hash of a password': /\$argon2(?:id|i|d)\$v=|\$2[aby]\$\d\d\$[./\w]{20}/,
};

/** Which secrets stand in a text. What is found is named, not shown. */
export function secretsIn(text: string): string[] {
  const known = Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));
  return [...known, ...Object.entries(forms).flatMap(([name, form]) => (form.test(text) ? [name] : []))];
}
