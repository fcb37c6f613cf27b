export const SHOP_URL = 'https://shop.example.com';
