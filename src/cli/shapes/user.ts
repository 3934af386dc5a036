import type { Shape } from '#cli/shape.ts';
import type { User } from '#domain/accounts.ts';

export const userShape: Shape<User> = {
  fields: {
    id: (user) => user.id,
    username: (user) => user.username,
    firstName: (user) => user.firstName,
    lastName: (user) => user.lastName,
    email: (user) => user.email,
    phone: (user) => user.phone,
    country: (user) => user.country,
    city: (user) => user.city,
    isRegistered: (user) => user.isRegistered,
    role: (user) => user.role,
  },
  columns: [
    { title: 'id', text: (user) => String(user.id), number: true },
    { title: 'username', text: (user) => user.username },
    { title: 'name', text: (user) => [user.firstName, user.lastName].filter(Boolean).join(' ') },
    { title: 'email', text: (user) => user.email ?? '' },
    { title: 'city', text: (user) => user.city ?? '' },
    { title: 'country', text: (user) => user.country ?? '' },
    { title: 'role', text: (user) => user.role },
  ],
  empty: 'There is no user.',
};
