/** What the Surface view shows of the example shop, so that a change of the example or of the view is seen in review. */

/** Each row is its label and its description, indented by its level. */
export const SHOP_ROWS = `
`.trim();
