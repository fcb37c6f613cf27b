/** Says what an origin looks like, for those who read one from settings, a configuration or an answer. */

/**
 * `scheme://host[:port]` as a browser sends it, without a path, or `*` for all.
 * https://developer.mozilla.org/docs/Web/HTTP/Headers/Origin
 */
export const ORIGIN = /^(?:\*|[a-z][a-z0-9+.-]*:\/\/[^\s/*?#@,]+)$/;

/** What `ORIGIN` asks for, in words that end a sentence. */
export const ORIGIN_HINT = 'an origin such as `https://app.example.com`, without a path, or `*`';
