// The frame of a page that stands alone: no script, nothing from elsewhere, and a policy that would refuse both.
import { escapeHtml } from "./escape-html.ts";
import { pageStyle, pageStyleSha256 } from "./style.ts";

/** What the browser is told to refuse: everything but the page's own style. */
const policy = `default-src 'none'; style-src 'sha256-${pageStyleSha256}'; base-uri 'none'; form-action 'none'`;

/** @param title plain text. `body`: HTML, escaped where it stands. */
export function renderPage({ title, body }: { readonly title: string; readonly body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
${body}
</body>
</html>
`;
}

/** @param headings plain text; the first column is the heading of its row. `rows`: HTML. */
export function renderTable(table: {
  readonly caption: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
}): string {
  const { caption, headings, rows } = table;
  const head = headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join("");
  const lines = rows.map(
    ([first = "", ...cells]) =>
      `<tr><th scope="row">${first}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`,
  );
  return `<div class="wide"><table>
<caption>${escapeHtml(caption)}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${lines.join("\n")}
</tbody>
</table></div>`;
}
