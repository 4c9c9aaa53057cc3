// The frame around a rendered page: as much of GitHub's check-run and issue pages as is needed to judge what they hold.

/** CSS of the frame; the body's own is github-markdown-css. */
export const pageStyle = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: #f6f8fa; color: #1f2328; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Helvetica, Arial, sans-serif; }
.local { background: #fff8c5; border-bottom: 1px solid #d4a72c66; padding: 8px 24px; font-size: 12px; }
main { max-width: 960px; margin: 24px auto; padding: 0 24px; }
.place { color: #59636e; margin-bottom: 12px; }
h1.title { font-size: 26px; font-weight: 400; line-height: 1.25; margin: 0 0 12px; }
h1.title .number { color: #59636e; }
.box { background: #fff; border: 1px solid #d1d9e0; border-radius: 6px; margin-bottom: 16px; }
.box > header { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 10px 16px; color: #59636e; }
.box > header strong { color: #1f2328; }
.box > .markdown-body { padding: 20px 24px; font-family: inherit; }
.check { display: flex; gap: 12px; align-items: center; padding: 16px; }
.check .icon { flex: none; width: 24px; height: 24px; border-radius: 50%; color: #fff; display: grid; place-items: center; font-size: 14px; font-weight: 700; }
.check h1 { font-size: 18px; margin: 0; font-weight: 600; }
.check .name { color: #59636e; }
.check .action { margin-left: auto; flex: none; border: 1px solid #d1d9e0; background: #f6f8fa; border-radius: 6px; padding: 4px 12px; font-weight: 600; }
.success .icon { background: #1a7f37; } .failure .icon { background: #d1242f; }
.neutral .icon { background: #818b98; } .in_progress .icon { background: #bf8700; }
.pill { display: inline-block; border-radius: 2em; padding: 3px 12px; color: #fff; font-weight: 600; font-size: 13px; }
.pill.open { background: #1f883d; } .pill.closed { background: #8250df; }
.label { display: inline-block; border-radius: 2em; padding: 0 8px; font-size: 12px; font-weight: 600; background: #ddf4ff; color: #0969da; border: 1px solid #54aeff66; }
.meta { display: flex; gap: 8px; align-items: center; color: #59636e; margin-bottom: 16px; }
.annotation { border-left: 4px solid #d4a72c; padding: 10px 16px; border-bottom: 1px solid #d1d9e0; }
.annotation:last-child { border-bottom: 0; }
.annotation.failure { border-left-color: #d1242f; } .annotation.notice { border-left-color: #54aeff; }
.annotation .where { font: 12px ui-monospace, "DejaVu Sans Mono", monospace; color: #59636e; }
.annotation .what { font-weight: 600; }
.annotation .message { white-space: pre-wrap; }
pre.mermaid { background: #fff !important; border: 1px solid #d1d9e0; text-align: center; }
pre.mermaid svg { max-width: 720px; }
`;
