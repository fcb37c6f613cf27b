/** The text of `next-surface --help`. */

/** The whole help, closed by a line end. */
export const HELP = `next-surface: the whole surface of a Next.js app

Usage: next-surface report [path] [options]
       next-surface action ID [path] [options]

report lists what the Next.js apps in a folder answer to: route handlers, meant
to be called from outside, and server actions, meant for the app's own UI. A
server action is internal by intent only: anyone who has its id can POST to it,
so it must check its own caller.

action names the server action behind an id from a log or a network tab: by the
manifest of a build, else computed with the build's encryption key, taken from
NEXT_SERVER_ACTIONS_ENCRYPTION_KEY or --key-file. The key is never stored.

path is a workspace, a monorepo or an app; the current folder when left out.
Nothing of it is executed.

Options:
  -f, --format FORMAT  table (the default), json or markdown
  -o, --output FILE    write the report to FILE instead of stdout
      --no-cache       forget earlier runs, remember nothing of this one
                       (also: NEXT_SURFACE_NO_CACHE=1)
      --no-guards      list the surface alone, without following what it does:
                       no verdicts, effects or findings about them (report)
      --verbose        say on stderr what was done and what it cost
      --key-file FILE  the file that holds the key (action)
      --build-root DIR the folder that webpack built the app in (action)
  -h, --help           show this text
  -V, --version        show the version

Exit codes:
  0  the report was written, or the action found
  1  no server action has the id
  2  bad usage, or a path that can't be read
  3  there is no Next.js app
`;
