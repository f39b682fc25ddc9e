/** A document: its text as a page to read, and what is known about it beside. */
export const documentStyle = `
.reading { max-width: 42rem; }
.reading h1 { margin-top: 0.6rem; }
.reading .path { margin-top: 0.5rem; }
.jumps { display: none; margin-top: 0.9rem; font-size: 0.92rem; }
.jumps ul { display: flex; flex-wrap: wrap; gap: 0.3rem 1.2rem; }
.text { margin-top: 1.8rem; padding-top: 1.6rem; border-top: 1px solid var(--line); font: 1.06rem/1.65 var(--serif); }
.text h3 { margin: 1.8rem 0 0.6rem; font: 600 1.15rem/1.35 var(--serif); }
.text h3:first-child { margin-top: 0; }
.text h3:target { background: var(--hit); box-shadow: 0 0 0 0.25em var(--hit); border-radius: 1px; }
.passage { white-space: pre-wrap; unicode-bidi: plaintext; tab-size: 4; }

.about { display: grid; gap: 1.8rem; font-size: 0.92rem; }
.about > * { padding-top: 0.9rem; border-top: 1px solid var(--line); }
.table { margin-top: 0.5rem; }
.table > div { display: grid; grid-template-columns: 5.2rem 1fr; gap: 0.8rem; padding-block: 0.18rem; }
.table dt { color: var(--quiet); }
.outline { margin-top: 0.4rem; }
.outline summary { color: var(--quiet); cursor: pointer; }
.outline ol { max-height: 24rem; margin-top: 0.3rem; padding: 0.15rem 0.3rem; overflow-y: auto; }
.outline li { padding-block: 0.15rem; }
.references { margin-top: 0.5rem; }
.references li + li { margin-top: 0.6rem; }
.how { display: block; color: var(--quiet); font-size: 0.88em; }
.none { margin-top: 0.4rem; color: var(--quiet); }

@media (max-width: 56rem) {
  .reading { max-width: none; }
  .jumps { display: block; }
}
`
