export { GET, POST } from '@acme/actions/handlers';
