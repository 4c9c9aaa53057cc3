// What can go wrong, and what is promised then: the hand-written half of the table in docs/reliability.md. Numbers are stable,
// for tests name them.

interface FaultPromise {
  readonly number: number;
  readonly fault: string;
  readonly promise: string;
}

export const faultPromises: readonly { readonly title: string; readonly faults: readonly FaultPromise[] }[] =
  [
    {
      title: "Intake",
      faults: [
        {
          number: 1,
          fault: "Killed before the commit",
          promise: "No 2xx was sent, so the delivery counts as failed at GitHub and is asked for again",
        },
        {
          number: 2,
          fault: "Killed after the acknowledgement",
          promise: "The delivery is a row and takes effect exactly once after the next start",
        },
        {
          number: 3,
          fault: "Power lost after the acknowledgement",
          promise: "The row was on disk before 202 was sent",
        },
        { number: 4, fault: "The same delivery id again", promise: "202, and no second effect" },
        {
          number: 5,
          fault: "A delivery that failed for good comes again",
          promise: "It is armed again, not dropped as a duplicate",
        },
        {
          number: 6,
          fault: "Deliveries in any order, any of them repeated",
          promise: "The same facts and the same scorecard",
        },
        {
          number: 7,
          fault: "Down for less than three days",
          promise: "The sweep of GitHub's delivery log has the failed ones sent again",
        },
        {
          number: 8,
          fault: "Down for longer, or deliveries that the log no longer has",
          promise:
            "The span is read from GitHub; until then the windows it touches say `not-measured: history incomplete`",
        },
        {
          number: 9,
          fault: "A body over 25 MB, slow, or endless",
          promise: "413 or 408 while it streams, before it is in memory",
        },
        {
          number: 10,
          fault: "A signature that is missing, wrong, or SHA-1 only",
          promise:
            "401 and nothing stored. While the secret is rotated both are accepted. Compared in constant time",
        },
        {
          number: 11,
          fault: "App id, key or secret missing in production",
          promise: "It does not start, and says what to set. The setup page listens on loopback only",
        },
        {
          number: 12,
          fault: "A body that is no UTF-8",
          promise: "The signature is checked over the raw bytes; then it is kept as unusable and counted",
        },
        {
          number: 13,
          fault: "`\\u0000` and lone surrogates",
          promise: "Stored and found again, on both databases",
        },
        {
          number: 14,
          fault: "JSON that is no object, `__proto__`, an unknown event or action",
          promise: "Kept, counted, ignored; nothing fails",
        },
        {
          number: 15,
          fault: "A push that GitHub cuts at 2,048 commits, a new branch, a force-push",
          promise: "Completed from the compare API; a cut list is never a denominator",
        },
        {
          number: 16,
          fault: "Tags or branches pushed in bursts for which GitHub sends no event",
          promise:
            "Pushes are found and read by the nightly reconciliation and counted as drift; a template's tags are read anew each night",
        },
        {
          number: 17,
          fault: "More than can be taken",
          promise: "503 and a metric. Memory stays bounded, and what was acknowledged is kept",
        },
      ],
    },
    {
      title: "Writing to GitHub",
      faults: [
        { number: 18, fault: "401", promise: "A new token is fetched, once" },
        {
          number: 19,
          fault: "403",
          promise: "A missing permission, a suspension, the primary and the secondary limit are told apart",
        },
        {
          number: 20,
          fault: "404",
          promise: "The repository is looked up by its id; one that is gone is left alone",
        },
        {
          number: 21,
          fault: "409, 410, 422",
          promise: "The job ends with its reason and is not tried for ever",
        },
        {
          number: 22,
          fault: "429, or a secondary limit",
          promise: "The time to wait until is stored per installation and holds for every replica",
        },
        {
          number: 23,
          fault: "502 or a time-out after a POST",
          promise: "What may have been made is looked for before it is made again: never two",
        },
        { number: 24, fault: "Two replicas at one check run", promise: "One write" },
        {
          number: 25,
          fault: "A new head while the old one is worked out",
          promise: "The stale result is dropped",
        },
        {
          number: 26,
          fault: "A merge queue",
          promise: "Reported on the merge group's commit, which is no first try",
        },
        {
          number: 27,
          fault: "A pull request from a fork",
          promise: "Joined by commit; nothing of the fork is read as policy",
        },
        {
          number: 28,
          fault: "More than 50 annotations",
          promise: "Sent in pages; resumed without repeating one",
        },
        {
          number: 29,
          fault: "A body longer than GitHub takes",
          promise: "Cut at a code point, and it says so",
        },
        {
          number: 30,
          fault: "The weekly job runs twice, or not at all",
          promise: "One issue per repository and ISO week",
        },
        {
          number: 31,
          fault: "Issues are disabled, or the repository is archived",
          promise: "Skipped, with the reason",
        },
      ],
    },
    {
      title: "Lifecycle",
      faults: [
        {
          number: 32,
          fault: "The installation is suspended, deleted, made again",
          promise: "Work stops; history counts from its return, and what it missed is read",
        },
        { number: 33, fault: "Renamed, transferred", promise: "The same id; a transfer changes the tenant" },
        { number: 34, fault: "Public and private", promise: "Looked at on every write" },
        {
          number: 35,
          fault: "Permissions are reduced",
          promise: "`not-measured` with the permission's name, never 0 % or 100 %",
        },
        { number: 36, fault: "One repository that fails", promise: "The others are not affected" },
      ],
    },
    {
      title: "Security",
      faults: [
        {
          number: 37,
          fault: "Markdown, HTML, `@mentions`, bidirectional and control characters in names",
          promise: "Shown literally; nobody is pinged",
        },
        {
          number: 38,
          fault: "A YAML alias bomb, custom tags, a configuration of 1 MB",
          promise: "The last good configuration stays in force, and a neutral check says so",
        },
        {
          number: 39,
          fault: "Patterns that make an engine backtrack for ever",
          promise: "Globs only, in linear time",
        },
        { number: 40, fault: "A secret in any input", promise: "Never stored, logged or shown" },
        {
          number: 41,
          fault: "A question across tenants",
          promise: "Every query carries the account id; the answer is nothing",
        },
        { number: 42, fault: "Metrics asked for from outside", promise: "Refused, unless with the token" },
        { number: 43, fault: "A URL in the configuration", promise: "Not fetched" },
      ],
    },
    {
      title: "Store and process",
      faults: [
        {
          number: 44,
          fault: "The disk is full",
          promise: "503 at the intake; goes on by itself when there is room",
        },
        {
          number: 45,
          fault: "The database is down, or says nothing",
          promise: "503 in time; goes on without a restart",
        },
        {
          number: 46,
          fault: "A delivery that fails every time",
          promise: "Eight tries, then put aside with its reason; `firstpass deliveries retry`",
        },
        {
          number: 47,
          fault: "A worker dies or stands still in its work",
          promise: "Its lease ends, another takes the work, and the fence stops the first",
        },
        {
          number: 48,
          fault: "The clock steps, summer time ends",
          promise: "UTC everywhere, and the database's clock between replicas",
        },
        { number: 49, fault: "A second process on one SQLite file", promise: "It says so and stops" },
        {
          number: 50,
          fault: "SIGTERM",
          promise: "The intake closes, work in hand ends, exit code 0 within ten seconds",
        },
        { number: 51, fault: "Killed in a migration", promise: "The next start finishes it" },
      ],
    },
  ];
