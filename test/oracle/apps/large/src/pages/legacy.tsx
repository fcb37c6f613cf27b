import { fromPages } from '@/actions/pagesOnly';
export default function Legacy() {
  return <button onClick={() => void fromPages()} />;
}
