/** Catalogue entries for the steps by which callers get an identity, which are open on purpose. */
import { type CatalogueEntry } from '../entry';
import {
  asserts,
  ASYNC,
  calls,
  predicate,
  CREDENTIAL,
  CREDENTIAL_STEP,
  effect,
  effectWithSession,
  FORWARDS,
  given,
} from '../rules';

/** Changes of an account, which ask for a session when they are given the request's headers. */
const BETTER_AUTH_ACCOUNT =
  'betterAuth().api.{changePassword,changeEmail,updateUser,deleteUser,revokeSession,revokeSessions,revokeOtherSessions,createOrganization,updateOrganization,deleteOrganization,setActiveOrganization,createInvitation,removeMember,updateMemberRole,acceptInvitation,createUser,removeUser,setRole,banUser,unbanUser,impersonateUser,setUserPassword,createApiKey,deleteApiKey,updateApiKey}';

/** Sign-in, sign-up, sign-out, reset, and changes of accounts. */
export const credentialEntries: readonly CatalogueEntry[] = [
  {
    id: 'authjs-credential',
    category: 'credential',
    packages: ['next-auth'],
    imports: ['next-auth'],
    versions: '>=5.0.0-beta.0',
    rules: calls('default().{signIn,signOut,unstable_update}', CREDENTIAL, ASYNC),
    source: 'https://authjs.dev/getting-started/session-management/login',
    checked: '5.0.0-beta.30',
  },
  {
    id: 'better-auth-credential',
    category: 'credential',
    packages: ['better-auth'],
    imports: ['better-auth'],
    rules: calls(
      'betterAuth().api.{signInEmail,signInUsername,signInSocial,signInMagicLink,signInAnonymous,signUpEmail,signOut,forgetPassword,requestPasswordReset,resetPassword,verifyEmail,sendVerificationEmail} betterAuth().api.{sendVerificationOTP,checkVerificationOTP,verifyEmailOTP,signInEmailOTP,forgetPasswordEmailOTP,requestPasswordResetEmailOTP,resetPasswordEmailOTP} betterAuth().api.{sendPhoneNumberOTP,verifyPhoneNumber,signInPhoneNumber,requestPasswordResetPhoneNumber,resetPasswordPhoneNumber} betterAuth().api.{sendTwoFactorOTP,verifyTwoFactorOTP,verifyTOTP,verifyBackupCode}',
      CREDENTIAL,
      ASYNC,
    ),
    source: 'https://www.better-auth.com/docs/concepts/api',
    checked: '1.7.25',
  },
  {
    id: 'better-auth-account',
    category: 'effect',
    packages: ['better-auth'],
    imports: ['better-auth'],
    rules: [
      ...calls(BETTER_AUTH_ACCOUNT, effectWithSession('auth', 'throws'), {
        async: true,
        when: given(0, 'headers'),
      }),
      ...calls(BETTER_AUTH_ACCOUNT, effect('auth'), ASYNC),
      ...calls(
        'betterAuth().$context.internalAdapter.{createUser,updateUser,updateUserByEmail,deleteUser,updatePassword,linkAccount,updateAccount,deleteAccount,deleteAccounts,createSession,updateSession,deleteSession,deleteSessions}',
        effect('auth'),
        ASYNC,
      ),
    ],
    source: 'https://www.better-auth.com/docs/plugins/organization',
    checked: '1.7.25',
    trap: "These ask for a session only when they are given the request's headers.",
  },
  {
    id: 'supabase-credential',
    category: 'credential',
    packages: ['@supabase/ssr', '@supabase/supabase-js', '@supabase/auth-helpers-nextjs'],
    imports: ['@supabase/ssr', '@supabase/supabase-js', '@supabase/auth-helpers-nextjs'],
    rules: [
      ...calls(
        '**.auth.{signUp,signInWithPassword,signInWithOtp,signInWithOAuth,signInWithIdToken,signInWithSSO,signInAnonymously,signOut,verifyOtp,exchangeCodeForSession,resetPasswordForEmail,resend,setSession,refreshSession}',
        CREDENTIAL,
        ASYNC,
      ),
      // https://supabase.com/docs/reference/javascript/auth-updateuser
      ...calls(
        '**.auth.updateUser',
        effectWithSession('auth', { data: { user: 'null' }, error: 'error' }),
        ASYNC,
      ),
      ...calls(
        '**.auth.admin.{createUser,deleteUser,updateUserById,inviteUserByEmail,generateLink,signOut}',
        effect('auth'),
        ASYNC,
      ),
    ],
    source: 'https://supabase.com/docs/reference/javascript/auth-api',
    checked: '0.12.7',
  },
  {
    id: 'clerk-account',
    category: 'effect',
    packages: ['@clerk/nextjs', '@clerk/backend'],
    imports: ['@clerk/nextjs/server', '@clerk/nextjs', '@clerk/backend', '@clerk/clerk-sdk-node'],
    rules: [
      ...calls(
        '**.users.{createUser,updateUser,updateUserMetadata,deleteUser,banUser,unbanUser,lockUser,unlockUser,updateUserProfileImage}',
        effect('auth'),
        ASYNC,
      ),
      ...calls(
        '**.organizations.{createOrganization,updateOrganization,updateOrganizationMetadata,deleteOrganization,createOrganizationMembership,updateOrganizationMembership,deleteOrganizationMembership,createOrganizationInvitation,revokeOrganizationInvitation}',
        effect('auth'),
        ASYNC,
      ),
      ...calls('**.invitations.{createInvitation,revokeInvitation}', effect('mail'), ASYNC),
      ...calls('**.sessions.revokeSession **.signInTokens.createSignInToken', CREDENTIAL, ASYNC),
    ],
    source: 'https://clerk.com/docs/reference/backend/overview',
    checked: '7.9.17',
  },
  {
    id: 'firebase-account',
    category: 'credential',
    packages: ['firebase-admin', 'firebase'],
    imports: ['firebase-admin/auth', 'firebase-admin', 'firebase/auth'],
    rules: [
      ...calls(
        '**.{createSessionCookie,createCustomToken,generatePasswordResetLink,generateEmailVerificationLink,generateSignInWithEmailLink}',
        CREDENTIAL,
        ASYNC,
      ),
      ...calls(
        '**.{createUser,updateUser,deleteUser,deleteUsers,setCustomUserClaims,revokeRefreshTokens}',
        effect('auth'),
        ASYNC,
      ),
      ...calls(
        '{signInWithEmailAndPassword,createUserWithEmailAndPassword,signInWithCustomToken,signInWithCredential,sendPasswordResetEmail,signOut,signInAnonymously}',
        CREDENTIAL,
        ASYNC,
      ),
    ],
    source: 'https://firebase.google.com/docs/auth/admin/manage-cookies',
    checked: '13.10.0',
  },
  {
    id: 'firebase-edge-credential',
    category: 'credential',
    packages: ['next-firebase-auth-edge'],
    imports: ['next-firebase-auth-edge/*', 'next-firebase-auth-edge'],
    rules: calls(
      '{setAuthCookies,refreshAuthCookies,refreshServerCookies,refreshNextCookies,refreshCookiesWithIdToken,removeAuthCookies,removeServerCookies,removeCookies}',
      CREDENTIAL,
    ),
    source: 'https://next-firebase-auth-edge-docs.vercel.app/docs/usage/refresh-credentials',
    checked: '1.12.1',
  },
  {
    id: 'workos-credential',
    category: 'credential',
    packages: ['@workos-inc/authkit-nextjs', '@workos-inc/node'],
    imports: ['@workos-inc/authkit-nextjs', '@workos-inc/node'],
    rules: [
      ...calls('{signOut,saveSession,refreshSession,switchToOrganization}', CREDENTIAL, ASYNC),
      ...calls('{getSignInUrl,getSignUpUrl} **.userManagement.getAuthorizationUrl', CREDENTIAL_STEP),
      ...calls(
        '**.userManagement.{authenticateWithCode,authenticateWithPassword,authenticateWithMagicAuth,createMagicAuth,createPasswordReset,resetPassword}',
        CREDENTIAL,
        ASYNC,
      ),
      ...calls('**.userManagement.{createUser,updateUser,deleteUser,sendInvitation}', effect('auth'), ASYNC),
    ],
    source: 'https://workos.com/docs/reference/authkit',
    checked: '3.0.1',
  },
  {
    id: 'auth0-credential',
    category: 'credential',
    packages: ['@auth0/nextjs-auth0'],
    imports: ['@auth0/nextjs-auth0/server', '@auth0/nextjs-auth0', '@auth0/nextjs-auth0/edge'],
    rules: [
      ...calls('**.{startInteractiveLogin,updateSession}', CREDENTIAL, ASYNC),
      ...calls('handleLogin handleLogout handleCallback updateSession', CREDENTIAL, ASYNC),
    ],
    source: 'https://github.com/auth0/nextjs-auth0/blob/main/EXAMPLES.md',
    checked: '4.30.0',
  },
  {
    id: 'saml-jackson',
    category: 'credential',
    packages: ['@boxyhq/saml-jackson'],
    imports: ['@boxyhq/saml-jackson'],
    rules: [
      ...calls(
        '{controllers(),default()}.oauthController.{authorize,samlResponse,oidcAuthzResponse,oidcResponse,token}',
        CREDENTIAL,
        ASYNC,
      ),
      ...calls('{controllers(),default()}.oauthController.userInfo', asserts('token'), ASYNC),
      ...calls(
        '{controllers(),default()}.{connectionAPIController,apiController}.{createSAMLConnection,createOIDCConnection,updateSAMLConnection,updateOIDCConnection,deleteConnections}',
        effect('auth'),
        ASYNC,
      ),
    ],
    source: 'https://boxyhq.com/docs/jackson/deploy/npm-library',
    trap: '`userInfo` throws for a token that it did not give out.',
  },
  {
    id: 'saleor-auth',
    category: 'credential',
    packages: ['@saleor/auth-sdk'],
    imports: ['@saleor/auth-sdk'],
    rules: [
      ...calls(
        'createSaleorAuthClient().{signIn,signOut,resetPassword} new SaleorAuthClient().{signIn,signOut,resetPassword}',
        CREDENTIAL,
      ),
      ...calls('{createSaleorAuthClient,new SaleorAuthClient}().fetchWithAuth', FORWARDS, ASYNC),
    ],
    source: 'https://github.com/saleor/auth-sdk#readme',
    trap: '`fetchWithAuth` sends the request without a session too: the shop decides.',
  },
  {
    id: 'logto-credential',
    category: 'credential',
    packages: ['@logto/next'],
    imports: ['@logto/next/server-actions', '@logto/next', '@logto/next/edge'],
    rules: calls(
      '{signIn,signOut,handleSignIn} **.{handleSignIn,handleSignInCallback,handleSignOut}',
      CREDENTIAL,
      ASYNC,
    ),
    source: 'https://docs.logto.io/quick-starts/next-app-router',
    checked: '4.2.11',
  },
  {
    id: 'amplify-credential',
    category: 'credential',
    packages: ['aws-amplify', '@aws-amplify/auth'],
    imports: ['aws-amplify/auth', 'aws-amplify/auth/cognito'],
    rules: calls(
      '{signIn,signOut,signUp,confirmSignIn,confirmSignUp,resetPassword,confirmResetPassword,signInWithRedirect}',
      CREDENTIAL,
      ASYNC,
    ),
    source: 'https://docs.amplify.aws/nextjs/build-a-backend/auth/connect-your-frontend/',
    checked: '6.22.1',
  },
  {
    id: 'stytch-credential',
    category: 'credential',
    packages: ['stytch'],
    imports: ['stytch'],
    rules: [
      ...calls('**.{magicLinks,otps,passwords,oauth,totps,cryptoWallets}.authenticate', CREDENTIAL, ASYNC),
      ...calls(
        '**.magicLinks.email.{loginOrCreate,send,invite} **.otps.{sms,email,whatsapp}.{loginOrCreate,send}',
        CREDENTIAL,
        ASYNC,
      ),
      ...calls(
        '**.passwords.create **.passwords.email.{reset,resetStart} **.sessions.revoke',
        CREDENTIAL,
        ASYNC,
      ),
    ],
    source: 'https://stytch.com/docs/api',
    checked: '14.2.0',
  },
  {
    id: 'payload-credential',
    category: 'credential',
    packages: ['payload', '@payloadcms/next'],
    imports: ['payload', '@payloadcms/next/utilities', '@payloadcms/next/auth'],
    rules: calls(
      '{getPayload,getPayloadHMR}().{login,forgotPassword,resetPassword,verifyEmail,unlock} login logout refresh',
      CREDENTIAL,
      ASYNC,
    ),
    source: 'https://payloadcms.com/docs/local-api/server-functions#reusable-payload-server-functions',
    checked: '3.90.2',
  },
  {
    id: 'arctic',
    category: 'credential',
    packages: ['arctic'],
    imports: ['arctic'],
    rules: [
      ...calls('**.createAuthorizationURL {generateState,generateCodeVerifier}', CREDENTIAL_STEP),
      ...calls('**.validateAuthorizationCode', CREDENTIAL_STEP, ASYNC),
    ],
    source: 'https://arcticjs.dev/guides/oauth2',
  },
  {
    id: 'password-hash',
    category: 'credential',
    packages: ['bcrypt', 'bcryptjs', 'argon2', '@node-rs/argon2', '@node-rs/bcrypt', 'oslo'],
    imports: [
      'bcrypt',
      'bcryptjs',
      'argon2',
      '@node-rs/argon2',
      '@node-rs/bcrypt',
      'oslo/password',
      'bcrypt-ts',
    ],
    rules: [
      ...calls('{compare,compareSync,verify,verifySync} new {Argon2id,Scrypt,Bcrypt}().verify', {
        role: 'compares',
      }),
      ...calls('{hash,hashSync} new {Argon2id,Scrypt,Bcrypt}().hash', { role: 'credential', hashes: true }),
    ],
    source: 'https://github.com/kelektiv/node.bcrypt.js#to-check-a-password',
    checked: '6.0.0',
    trap: "It returns a boolean: a wrong password doesn't throw.",
  },
  {
    id: 'otp',
    category: 'credential',
    packages: ['otplib', 'speakeasy', 'otpauth'],
    imports: ['otplib', 'speakeasy', 'otpauth'],
    rules: calls(
      'authenticator.{verify,check} totp.{verify,check,verifyDelta} new TOTP().validate verifySync',
      predicate('token'),
    ),
    source: 'https://github.com/yeojz/otplib#readme',
  },
  {
    id: 'twilio-verify',
    category: 'credential',
    packages: ['twilio'],
    imports: ['twilio'],
    rules: calls('**.{verifications,verificationChecks}.create', CREDENTIAL, ASYNC),
    source: 'https://www.twilio.com/docs/verify/api',
    checked: '6.2.0',
    trap: 'A wrong code is no error: test `status`.',
  },
  {
    id: 'captcha',
    category: 'rate-limit',
    packages: ['@marsidev/react-turnstile', 'next-turnstile'],
    imports: ['next-turnstile', '@hcaptcha/*', 'hcaptcha'],
    rules: calls('{validateTurnstileToken,verify}', { role: 'rate-limit' }, ASYNC),
    source: 'https://developers.cloudflare.com/turnstile/get-started/server-side-validation/',
    trap: 'It tells people from programs, not who somebody is.',
  },
];
