/** Catalogue entries of payment services: what is bought, and who has bought it. */
import { type CatalogueEntry } from '../entry';
import { ASYNC, calls, effect, READS_MANY } from '../rules';

const PAYMENT = effect('payment');

/** Payments, and the records of those who pay. */
export const paymentEntries: readonly CatalogueEntry[] = [
  {
    id: 'stripe',
    category: 'effect',
    packages: ['stripe'],
    imports: ['stripe'],
    rules: [
      ...calls(
        '**.{create,update,del,cancel,confirm,capture,finalizeInvoice,pay,sendInvoice,voidInvoice,attach,detach,resume,expire,approve,reject}',
        PAYMENT,
        ASYNC,
      ),
      // https://docs.stripe.com/payments/checkout/custom-success-page: the id comes with who paid.
      ...calls('**.checkout.sessions.retrieve', { role: 'read', single: true, secretId: true }, ASYNC),
      // What is somebody's: products and prices are for everybody to see.
      ...calls(
        '**.{customers,subscriptions,invoices,charges,paymentMethods}.{retrieve,list,search}',
        READS_MANY,
      ),
    ],
    source: 'https://docs.stripe.com/api?lang=node',
    checked: '23.1.0',
    trap: 'Opening a checkout or portal session creates an object at Stripe.',
  },
  {
    id: 'payment-services',
    category: 'effect',
    packages: [
      '@lemonsqueezy/lemonsqueezy.js',
      '@polar-sh/sdk',
      '@paddle/paddle-node-sdk',
      'razorpay',
      'plaid',
      '@paypal/checkout-server-sdk',
      'square',
      '@mollie/api-client',
    ],
    imports: [
      '@lemonsqueezy/lemonsqueezy.js',
      '@polar-sh/sdk',
      '@paddle/paddle-node-sdk',
      'razorpay',
      'plaid',
      '@paypal/*',
      'square',
      '@mollie/api-client',
      'dodopayments',
      'mercadopago',
      'iyzipay',
    ],
    rules: [
      ...calls(
        '{createCheckout,updateSubscription,cancelSubscription,createCustomer,updateCustomer,issueOrderRefund,createWebhook}',
        PAYMENT,
        ASYNC,
      ),
      ...calls(
        '**.{create,update,cancel,revoke,refund,archive,capture,ordersCreate,ordersCapture} **.{linkTokenCreate,itemPublicTokenExchange,itemRemove,transferCreate}',
        PAYMENT,
        ASYNC,
      ),
      ...calls('**.{customers,subscriptions,transactions,orders}.{get,list,retrieve}', READS_MANY),
    ],
    source: 'https://docs.lemonsqueezy.com/guides/developer-guide/nextjs-saas-billing',
    checked: '4.0.0',
  },
  {
    id: 'dwolla',
    category: 'effect',
    packages: ['dwolla-v2', 'dwolla'],
    imports: ['dwolla-v2', 'dwolla'],
    rules: calls('new {Client,Dwolla}().{post,delete}', PAYMENT, ASYNC),
    source: 'https://developers.dwolla.com/docs/transfer-money-between-users',
    trap: 'Everything is a path: a transfer of money looks like any other `post`.',
  },
  {
    id: 'polar-checkout',
    category: 'delegate',
    packages: ['@polar-sh/nextjs'],
    imports: ['@polar-sh/nextjs'],
    rules: calls('Checkout', {
      role: 'delegates',
      note: 'Polar opens a checkout for anybody',
      publicByDesign: true,
    }),
    source: 'https://polar.sh/docs/integrate/sdk/adapters/nextjs',
    checked: '0.9.6',
  },
];
