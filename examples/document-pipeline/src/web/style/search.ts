/** Results, filter and statistics. */
export const searchStyle = `
.filter ul { display: flex; flex-wrap: wrap; gap: 0.4rem; margin-top: 1rem; }
.filter a {
  display: block;
  padding: 0.2rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 99px;
  background: var(--raised);
  color: var(--ink);
  font-size: 0.9rem;
  text-decoration: none;
}
.filter a:hover { border-color: var(--accent); }
.filter a span { color: var(--quiet); font-variant-numeric: tabular-nums; }
.filter a[aria-current] { border-color: var(--accent); background: var(--accent); color: var(--ground); }
.filter a[aria-current] span { color: inherit; }

.results { margin-top: 1.6rem; }
.result + .result { margin-top: 1.9rem; }
.result h2 { font: 600 1.13rem/1.35 var(--serif); }
.result h2 a { text-decoration-color: transparent; }
.result h2 a:hover { text-decoration-color: currentColor; }
.result h2 a:visited { color: var(--visited); }
.snippet { max-width: 44rem; margin-top: 0.25rem; }
mark { padding: 0 0.1em; border-radius: 2px; background: var(--hit); color: inherit; font-weight: 600; }
.facts { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.2rem 0.9rem; margin-top: 0.4rem; color: var(--quiet); font-size: 0.86rem; }
.result .path { margin-top: 0.2rem; }

.statistics { padding: 1.2rem 1.3rem; border: 1px solid var(--line); border-radius: 8px; background: var(--raised); font-size: 0.92rem; }
.statistics h2, .about h2 { font: 600 1rem/1.4 var(--sans); }
.statistics h3 { margin-top: 1.3rem; color: var(--quiet); font: 600 0.85rem/1.4 var(--sans); }
.statistics > p { margin-top: 1.3rem; }
.totals { display: flex; flex-wrap: wrap; gap: 0.5rem 2rem; margin-top: 0.7rem; }
.totals > div { display: flex; flex-direction: column-reverse; }
.totals dt { color: var(--quiet); font-size: 0.85rem; }
.totals dd { font: 600 1.5rem/1.2 var(--serif); font-variant-numeric: lining-nums tabular-nums; }
.shares > div { display: grid; grid-template-columns: 1fr auto; gap: 0.1rem 1rem; margin-top: 0.5rem; }
.shares dd { font-variant-numeric: tabular-nums; }
.shares dd span { display: inline-block; min-width: 2.6rem; color: var(--quiet); text-align: right; }
.shares svg { grid-column: 1 / -1; width: 100%; height: 4px; border-radius: 2px; }
.whole { fill: var(--line); }
.share { fill: var(--share); }
`
