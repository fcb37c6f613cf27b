import type { Metadata } from 'next';
import { refresh } from 'next/cache';
import { notFound } from 'next/navigation';
import { addToCart } from '@/lib/cart/actions';
import { findProduct, listReviews } from '@/lib/catalog';
import { getUser, requireUser } from '@/lib/session';
import { formatPrice } from '@/lib/site';
import { setWished } from '@/lib/users';
import { ReportButton, ReviewForm } from './reviews';

interface Props {
  readonly params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const product = await findProduct((await params).slug);
  return { title: product?.name, description: product?.description };
}

export default async function ProductPage({ params }: Props) {
  const { slug } = await params;
  const [product, reviews, user] = await Promise.all([findProduct(slug), listReviews(slug), getUser()]);
  if (!product) notFound();

  const wished = user?.wishlist.has(slug) ?? false;

  return (
    <>
      <section className="product">
        <img src={`/images/products/${slug}.svg`} alt="" width={480} height={360} />
        <div>
          <h1>{product.name}</h1>
          <p>{product.description}</p>
          <p className="price">{formatPrice(product.price)}</p>
          <form action={addToCart}>
            <input type="hidden" name="slug" value={slug} />
            <button disabled={product.stock === 0}>{product.stock > 0 ? 'Add to cart' : 'Sold out'}</button>
          </form>
          <form
            action={async () => {
              'use server';
              const { id } = await requireUser();
              await setWished(id, slug, !wished);
              refresh();
            }}
          >
            <button className="quiet">{wished ? 'Remove from wishlist' : 'Save to wishlist'}</button>
          </form>
        </div>
      </section>

      <section>
        <h2>Reviews</h2>
        {reviews.length === 0 && <p>Nobody has reviewed this yet.</p>}
        <ul className="reviews">
          {reviews.map((review) => (
            <li key={review.id}>
              <strong>{review.author}</strong> <span className="stars">{'★'.repeat(review.rating)}</span>
              <p>{review.text}</p>
              <ReportButton reviewId={review.id} />
            </li>
          ))}
        </ul>
        <ReviewForm product={slug} />
      </section>
    </>
  );
}
