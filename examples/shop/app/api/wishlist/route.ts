import { createWishlistHandlers } from '@/lib/handlers/wishlist';

export const { GET, PUT, DELETE } = createWishlistHandlers();
