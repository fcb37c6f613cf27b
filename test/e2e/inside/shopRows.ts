/** What the Surface view shows of the example shop, so that a change of the example or of the view is seen in review. */

/** Each row is its label and its description without the verdict, indented by its level. */
export const SHOP_ROWS = `
Public: route handlers 24
  /api/cart GET · POST
    GET
    POST
  /api/cron/expire-carts GET
  /api/health GET
  /api/orders GET · POST
    GET
    POST
  /api/orders/[id] GET
  /api/orders/[id]/invoice GET
  /api/products GET · POST
    GET
    POST
  /api/products/[slug] GET · PATCH · DELETE
    GET
    PATCH
    DELETE
  /api/reviews GET · POST
    GET
    POST
  /api/v1/products GET
  /api/webhooks/payments POST
  /api/wishlist GET · PUT · DELETE
    GET
    PUT
    DELETE
  /feed.xml GET
  /images/[...path] GET
  Framework 2
    /robots.txt GET
    /sitemap.xml GET
Internal: server actions 20
  place-order.ts app/(shop)/checkout · 1
    default
  actions.ts app/(shop)/products/[slug] · 3
    removeReview
    reportReview
    submitReview
  page.tsx app/(shop)/products/[slug] · 1
    action={...} inline, line 40
  page.tsx app/account · 2
    setNewsletter inline, line 17
    signOut inline, line 23
  actions.ts app/admin · 2
    refundOrder
    setPrice
  inventory.ts app/admin · 2
    restock inline, line 11
    ship inline, line 21
  actions.ts app/sign-in · 1
    signIn
  actions.ts lib/account · 2
    clearWishlist
    updateProfile
  actions.ts lib/cart · 5
    addGiftWrap
    addToCart
    changeQuantity
    clearCart
    keepCartForLater
  actions.ts lib/loyalty · 1
    joinLoyaltyProgram
`.trim();
