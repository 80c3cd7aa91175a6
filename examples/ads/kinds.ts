/** What there is in the world of ads, and how many of it. */

export const CATEGORIES = [
  'travel',
  'cars',
  'finance',
  'fashion',
  'games',
  'home',
  'courses',
  'health',
] as const;
export const DEVICES = ['phone', 'desktop', 'tablet'] as const;
/** Places of an ad on a page. */
export const SLOTS = ['banner', 'article', 'sidebar', 'footer'] as const;

/** Of all latent vectors. */
export const DIMENSIONS = 16;
export const PRODUCTS_PER_CATEGORY = 4;
export const PRODUCTS = CATEGORIES.length * PRODUCTS_PER_CATEGORY;
