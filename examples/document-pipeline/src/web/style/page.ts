/** What every page has: its frame, links, focus and empty states. */
export const pageStyle = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 var(--sans);
  overflow-wrap: anywhere;
}
h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font: 600 1.6rem/1.25 var(--serif); letter-spacing: -0.005em; text-wrap: balance; }
a { color: var(--accent); text-underline-offset: 0.15em; text-decoration-thickness: 0.06em; }
a:hover { text-decoration-thickness: 0.12em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
main:focus { outline: none; }

.skip { position: absolute; left: -100vw; padding: 0.6rem 1rem; background: var(--raised); z-index: 1; }
.skip:focus { left: 0.5rem; top: 0.5rem; }
.unseen {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

.site { border-bottom: 1px solid var(--line); background: var(--raised); }
.bar, main { max-width: 74rem; margin: 0 auto; padding: 0 1.5rem; }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: 0.75rem 1.75rem; padding-block: 0.9rem; }
.name { font: 600 1.15rem/1.2 var(--serif); color: var(--ink); text-decoration: none; }
.name span { font-weight: 400; color: var(--quiet); }
.name:hover { text-decoration: underline; }
.site nav { margin-left: auto; }
main { padding-block: 2rem 4rem; }

.search { display: flex; flex: 1 1 18rem; max-width: 36rem; gap: 0.5rem; }
.search input[type="search"] { flex: 1; min-width: 0; }
.search input, .search button {
  font: inherit;
  padding: 0.5rem 0.8rem;
  border: 1px solid var(--quiet);
  border-radius: 6px;
  background: var(--ground);
  color: var(--ink);
}
.search input::placeholder { color: var(--quiet); opacity: 1; }
.search button { border-color: var(--accent); background: var(--accent); color: var(--ground); font-weight: 600; cursor: pointer; }
.search button:hover { filter: brightness(1.1); }

.columns { display: grid; grid-template-columns: minmax(0, 1fr) 18rem; gap: 2.5rem 3.5rem; align-items: start; }
.class {
  display: inline-block;
  padding: 0.05rem 0.55rem;
  border-radius: 99px;
  background: var(--tag);
  color: var(--ink);
  font-size: 0.82rem;
}
.path { color: var(--quiet); font: 0.78rem/1.5 var(--mono); }
.paging { display: flex; justify-content: space-between; gap: 1rem; margin-top: 2.5rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.paging > * { min-width: 6.5rem; }
.paging > :nth-child(2) { text-align: center; color: var(--quiet); }
.paging > :last-child { text-align: right; }
.empty { max-width: 34rem; padding-block: 1rem; }
.empty > * + * { margin-top: 0.8rem; }

@media (max-width: 56rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
}
@media (max-width: 40rem) {
  .bar, main { padding-inline: 1rem; }
  .bar { gap: 0.7rem; }
  .search { order: 1; flex-basis: 100%; max-width: none; }
  main { padding-block: 1.4rem 3rem; }
  h1 { font-size: 1.35rem; }
}
@media print {
  .site, .filter, .paging, .skip, .statistics { display: none; }
}
`
