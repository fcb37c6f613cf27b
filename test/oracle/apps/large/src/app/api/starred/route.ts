export * from '@/lib/handlers';
