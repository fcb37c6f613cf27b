/** All entries that the tool brings along; settings and the app's own file come before them. */
import { authorizationEntries } from './entries/authorization';
import { builderEntries } from './entries/builders';
import { credentialEntries } from './entries/credentials';
import { databaseEntries } from './entries/databases';
import { messageEntries, requestEntries } from './entries/effects';
import { fileEntries } from './entries/files';
import { rateLimitEntries, validationEntries } from './entries/input';
import { paymentEntries } from './entries/payments';
import { neutralEntries, platformEntries } from './entries/platform';
import { sessionLibraryEntries } from './entries/sessionLibraries';
import { sessionServiceEntries } from './entries/sessionServices';
import { sqlEntries } from './entries/sql';
import { storeEntries } from './entries/stores';
import { tokenEntries } from './entries/tokens';
import { queueEntries, webhookEntries } from './entries/webhooks';
import { type CatalogueEntry } from './entry';

/** In order: of two rules that match the same callee the earlier one counts. */
export const builtInEntries: readonly CatalogueEntry[] = [
  ...sessionLibraryEntries,
  ...sessionServiceEntries,
  ...tokenEntries,
  ...credentialEntries,
  ...builderEntries,
  ...authorizationEntries,
  ...webhookEntries,
  ...queueEntries,
  ...validationEntries,
  ...rateLimitEntries,
  ...databaseEntries,
  ...sqlEntries,
  ...storeEntries,
  ...fileEntries,
  ...messageEntries,
  ...paymentEntries,
  ...requestEntries,
  ...platformEntries,
  ...neutralEntries,
];
