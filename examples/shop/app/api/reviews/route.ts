export * from '@/lib/handlers/reviews';
