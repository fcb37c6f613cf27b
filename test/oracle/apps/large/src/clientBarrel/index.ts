export * from './barreled';
export * from './beside';
