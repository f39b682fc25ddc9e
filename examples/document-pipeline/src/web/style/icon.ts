/** A moon, since this is the night shift. */
export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#1d2b45"/>
<path d="M21.5 20.6A8.6 8.6 0 0 1 12.2 8.3a8.8 8.8 0 1 0 9.3 12.3z" fill="#f3e9c8"/>
</svg>
`
