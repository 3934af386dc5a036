// Stands in for Amazon's certificates, which mysql2 wants for `ssl: 'Amazon RDS'`: no setting of SHOP_DATABASE_URL.
export const ca = [];
