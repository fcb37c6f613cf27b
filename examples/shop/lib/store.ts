import 'server-only';

import { randomBytes, scryptSync } from 'node:crypto';

export interface Product {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  /** In cents. */
  readonly price: number;
  readonly stock: number;
  /** Of the picture, in degrees on the color wheel. */
  readonly hue: number;
}

export interface Review {
  readonly id: string;
  readonly product: string;
  readonly author: string;
  readonly rating: number;
  readonly text: string;
  readonly reports: number;
}

export interface User {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly address: string;
  readonly newsletter: boolean;
  readonly role: 'customer' | 'admin';
  readonly salt: string;
  readonly passwordHash: string;
  readonly wishlist: ReadonlySet<string>;
}

export interface CartLine {
  readonly slug: string;
  readonly quantity: number;
}

export interface Cart {
  readonly lines: readonly CartLine[];
  /** Milliseconds since the epoch. */
  readonly updated: number;
}

export interface Order {
  readonly id: string;
  readonly userId: string;
  readonly address: string;
  readonly lines: readonly CartLine[];
  /** In cents. */
  readonly total: number;
  readonly status: 'placed' | 'paid' | 'shipped' | 'refunded';
}

interface Store {
  readonly products: Map<string, Product>;
  readonly reviews: Map<string, Review>;
  readonly users: Map<string, User>;
  readonly carts: Map<string, Cart>;
  readonly orders: Map<string, Order>;
}

// Pages and route handlers are bundled apart, each with its own copy of this module: the data must live outside it.
const globalForStore = globalThis as typeof globalThis & { shopStore?: Store };

/** Everything the shop knows, for as long as the server runs. */
export const store: Store = (globalForStore.shopStore ??= seed());

export function hashPassword(password: string, salt: string): string {
  return scryptSync(password, salt, 32).toString('hex');
}

function seed(): Store {
  const products: Product[] = [
    product('stoneware-mug', 'Stoneware mug', 'Hand-thrown, holds a proper cup of coffee.', 1800, 24, 18),
    product('linen-apron', 'Linen apron', 'Washed linen with two deep pockets.', 4200, 9, 96),
    product('walnut-board', 'Walnut board', 'One piece of oiled walnut, with a juice groove.', 5600, 5, 32),
    product('field-notebook', 'Field notebook', 'Ninety-six dotted pages that lie flat.', 1200, 60, 210),
    product('brass-pen', 'Brass pen', 'Turned from a single rod; takes any G2 refill.', 3400, 14, 46),
    product('wool-blanket', 'Wool blanket', 'Woven from undyed highland wool.', 11800, 3, 160),
  ];
  const users: User[] = [
    user('ada', 'ada@example.com', 'Ada', 'customer', '12 Harbor Street, Bristol'),
    user('grace', 'grace@example.com', 'Grace', 'admin', '1 Foundry Lane, York'),
  ];
  const reviews: Review[] = [
    review('r-1', 'stoneware-mug', 'Ada', 5, 'Keeps the coffee warm, and the glaze is lovely.'),
    review('r-2', 'walnut-board', 'Grace', 4, 'Heavy in the best way.'),
  ];
  const order: Order = {
    id: '1001',
    userId: 'ada',
    address: '12 Harbor Street, Bristol',
    lines: [{ slug: 'brass-pen', quantity: 1 }],
    total: 3400,
    status: 'paid',
  };

  return {
    products: new Map(products.map((entry) => [entry.slug, entry])),
    reviews: new Map(reviews.map((entry) => [entry.id, entry])),
    users: new Map(users.map((entry) => [entry.id, entry])),
    carts: new Map(),
    orders: new Map([[order.id, order]]),
  };
}

function product(
  slug: string,
  name: string,
  description: string,
  price: number,
  stock: number,
  hue: number,
): Product {
  return { slug, name, description, price, stock, hue };
}

function review(id: string, slug: string, author: string, rating: number, text: string): Review {
  return { id, product: slug, author, rating, text, reports: 0 };
}

/** Every demo account has the password "demo". */
function user(id: string, email: string, name: string, role: User['role'], address: string): User {
  const salt = randomBytes(16).toString('hex');
  const passwordHash = hashPassword('demo', salt);
  return { id, email, name, role, address, newsletter: false, salt, passwordHash, wishlist: new Set() };
}
