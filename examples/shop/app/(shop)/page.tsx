import Link from 'next/link';
import { listProducts } from '@/lib/catalog';
import { formatPrice } from '@/lib/site';

export default async function ProductsPage() {
  const products = await listProducts();

  return (
    <>
      <h1>Made to be used</h1>
      <ul className="grid">
        {products.map((product) => (
          <li key={product.slug} className="card">
            <Link href={`/products/${product.slug}`}>
              <img src={`/images/products/${product.slug}.svg`} alt="" width={320} height={240} />
              <h2>{product.name}</h2>
            </Link>
            <p>{product.description}</p>
            <p className="price">{formatPrice(product.price)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}
