export { GET } from '@/lib/handlers';
