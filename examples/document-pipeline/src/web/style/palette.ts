/** Colours and type, light and dark. Text on its ground has a contrast of 4.5 : 1 at the least. */
export const palette = `
:root {
  color-scheme: light dark;
  --ground: #fbfaf7;
  --raised: #ffffff;
  --ink: #23262b;
  --quiet: #5d636c;
  --line: #e2dfd7;
  --accent: #234f8c;
  --visited: #60407f;
  --hit: #fbe9a9;
  --tag: #e8eef6;
  --share: #6d8fbd;
  --sans: ui-sans-serif, system-ui, "Segoe UI", "Helvetica Neue", "Noto Sans", Arial, sans-serif;
  --serif: "Iowan Old Style", Charter, "Source Serif 4", Georgia, "Noto Serif", serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171c;
    --raised: #1b1f26;
    --ink: #e3e1dc;
    --quiet: #a0a6b0;
    --line: #30363f;
    --accent: #9dbdec;
    --visited: #c6addf;
    --hit: #5b4a12;
    --tag: #26324a;
    --share: #6584b3;
  }
}
`
