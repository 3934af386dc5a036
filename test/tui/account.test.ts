import { describe } from 'vitest';
import { register } from '#domain/accounts.ts';
import { test } from '#test/database.ts';
import { openScreen } from '#test/screen.ts';

const account = { username: 'ann', password: 'a good password' };

describe('the account', () => {
  test('is edited: the profile, the password, and where one is logged in', async ({ db, databaseUrl }) => {
    await register(db, { ...account, city: 'Berlin' });
    await using elsewhere = await openScreen({ databaseUrl, login: account, screen: 'account' });
    await using screen = await openScreen({ databaseUrl, login: account, screen: 'account' });
    for (const one of [elsewhere, screen]) await one.waitFor(/Place +Berlin/);

    screen.press('Enter');
    await screen.waitFor(/Edit the profile ─[\s\S]*City +Berlin/);
    screen.press('Ann', 'Tab', 'Tab', 'no address', 'Tab', 'Tab', 'Tab', 'Enter');
    await screen.waitFor('✗ That is no e-mail address.');
    screen.press('Ctrl-U', 'ann@example.org', 'Tab', 'Tab', 'Tab', 'Ctrl-U', 'Enter');
    await screen.waitFor(/Name +Ann[\s\S]*E-mail +ann@example.org[\s\S]*Place +–/);

    screen.press('g', 'j', 'j', 'Enter');
    await screen.waitFor(/Logins ─[\s\S]*1 of 2[\s\S]*\(here\)/);
    screen.press('Esc');
    await screen.waitFor('Change the password');
    screen.press('j', 'Enter');
    await screen.waitFor('Every other login of this account ends.');
    screen.press('wrong', 'Tab', 'a better password', 'Tab', 'a better password', 'Enter');
    await screen.waitFor('✗ The old password is wrong.');
    screen.press('Tab', 'Ctrl-U', account.password, 'Tab', 'Tab', 'Enter');
    await screen.waitFor('Your password is changed, and every other login has ended.');

    await elsewhere.waitFor('not logged in');
  });

  test('another login is ended from here', async ({ db, databaseUrl }) => {
    await register(db, account);
    await using elsewhere = await openScreen({ databaseUrl, login: account, screen: 'account' });
    await elsewhere.waitFor('Log out everywhere');
    await using screen = await openScreen({ databaseUrl, login: account, screen: 'account' });
    await screen.waitFor('Log out everywhere');
    screen.press('j', 'j', 'Enter');
    const logins = await screen.waitFor(/Logins ─[\s\S]*\(here\)/);
    const other = logins.split('\n').findIndex((line) => line.includes('(here)')) === 4 ? ['j'] : [];

    screen.press(...other, 'x');
    await screen.waitFor('End the login on');
    screen.press('y');

    await elsewhere.waitFor('not logged in');
    await screen.waitFor(/1 of 1 /);
  });
});
