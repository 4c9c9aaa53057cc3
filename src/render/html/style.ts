// How a page looks: light and dark as the reader has it, readable when printed. The page's policy allows this very text and no other.

export const pageStyle = `
:root { color-scheme: light dark; --back: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --shade: #f6f8fa; --link: #0550ae;
  --good: #116329; --near: #7d4e00; --bad: #b3131d; --unseen: #6639ba; }
@media (prefers-color-scheme: dark) {
  :root { --back: #0d1117; --ink: #e6edf3; --soft: #9da7b3; --line: #3d444d; --shade: #151b23; --link: #79b8ff;
    --good: #56d364; --near: #e3b341; --bad: #ff8a80; --unseen: #d2a8ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 76rem; background: var(--back); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1rem 0 .25rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.soft { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; }
thead th { background: var(--shade); white-space: nowrap; }
tbody th { font-weight: 600; min-width: 12rem; }
.value { font-variant-numeric: tabular-nums; }
.status { white-space: nowrap; font-weight: 600; }
.on-target { color: var(--good); }
.near { color: var(--near); }
.off-target { color: var(--bad); }
.not-measured { color: var(--unseen); }
.low-sample, .no-target, .not-applicable { color: var(--soft); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .6rem 0; font-weight: 600; }
details[open] { padding-bottom: .8rem; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .2rem 1rem; margin: .3rem 0; }
dt { color: var(--soft); overflow-wrap: anywhere; }
dd { margin: 0; overflow-wrap: anywhere; }
ul, ol { margin: .3rem 0; padding-left: 1.4rem; }
li { overflow-wrap: anywhere; }
code, pre { font: .9em/1.45 ui-monospace, "Liberation Mono", monospace; }
pre { background: var(--shade); padding: .6rem; overflow-x: auto; margin: .3rem 0; }
footer { margin-top: 2.5rem; padding-top: .8rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .9rem; }
@media print { body { max-width: none; padding: 0; } details { break-inside: avoid; } }
`;

/** Of the text above, in Base64: what the page's Content-Security-Policy names. A test holds it against the text. */
export const pageStyleSha256 = "E9XSBNekyKvOD9Gt0zXV6S3+54ju/UH31qpQtaYjqTE=";
