export const roles = ['customer', 'operator'] as const;
