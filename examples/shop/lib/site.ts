export const SHOP_NAME = 'Harbor Goods';
export const SHOP_URL = 'https://shop.example.com';

const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** A price in cents, as people read it. */
export function formatPrice(cents: number): string {
  return dollars.format(cents / 100);
}
