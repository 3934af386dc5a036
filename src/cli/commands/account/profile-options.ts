import type { Command } from 'commander';
import { complaint } from '#cli/complaint.ts';
import type { Prompt } from '#cli/prompt.ts';
import { checkField, PROFILE_FIELDS, type Profile, type ProfileField } from '#domain/account-fields.ts';

const OPTIONS: Record<ProfileField, { flag: string; label: string }> = {
  firstName: { flag: '--first-name <text>', label: 'First name' },
  lastName: { flag: '--last-name <text>', label: 'Last name' },
  email: { flag: '--email <address>', label: 'E-mail' },
  phone: { flag: '--phone <number>', label: 'Phone' },
  country: { flag: '--country <text>', label: 'Country' },
  city: { flag: '--city <text>', label: 'City' },
};

/** The options of `register` and `account edit` that make up a profile. */
export function addProfileOptions(command: Command): Command {
  for (const { flag, label } of Object.values(OPTIONS)) command.option(flag, label.toLowerCase());
  return command;
}

/** The fields that were typed, and nothing else of the options. */
export function typedProfile(options: Profile): Profile {
  return Object.fromEntries(
    PROFILE_FIELDS.filter((field) => options[field] !== undefined).map((field) => [field, options[field]]),
  );
}

/** Asks for the fields that were not typed; Enter leaves one as it is. */
export async function askProfile(ask: Prompt, typed: Profile, now: Profile = {}): Promise<Profile> {
  const answers: Profile = { ...typed };
  for (const field of PROFILE_FIELDS) {
    if (answers[field] !== undefined) continue;
    const { flag, label } = OPTIONS[field];
    answers[field] = await ask.text({
      message: `${label}:`,
      option: flag,
      default: now[field] ?? undefined,
      check: (answer) => complaint(() => checkField(field, answer)),
    });
  }
  return answers;
}
