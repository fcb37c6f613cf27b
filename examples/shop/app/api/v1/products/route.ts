// Partners call this address: it stays as it is when /api/products moves on.
export { GET } from '../../products/route';
