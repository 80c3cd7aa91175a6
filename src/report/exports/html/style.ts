/** The style sheet of the page: light and dark by the reader's setting, and everything unfolded on paper. */
import { themeStyle } from '../charts/palette.ts';

export const STYLE = `${themeStyle}
body { color: var(--text); background: var(--back); font: 15px/1.5 system-ui, sans-serif; max-width: 64rem;
  margin: 1.5rem auto; padding: 0 1rem }
h1 { font-size: 1.1rem; margin: 0; color: var(--quiet); font-weight: 600; overflow-wrap: anywhere }
h2 { font-size: 1.2rem; margin-top: 2rem }
.answer { font-size: 1.25rem; line-height: 1.4; margin: .4rem 0 1rem; max-width: 56rem; overflow-wrap: anywhere }
figure { margin: 0 0 1rem }
figcaption { font-weight: 600 }
svg { display: block; max-width: 100%; min-width: 40rem; height: auto }
details { border-top: 1px solid var(--line); padding: .4rem 0 }
summary { cursor: pointer; font-weight: 600; font-size: 1.05rem; padding: .2rem 0; overflow-wrap: anywhere }
summary .quiet { font-weight: 400; font-size: .9rem }
summary:focus-visible { outline: 2px solid var(--info); outline-offset: 2px }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem }
dt, .quiet, caption, th { color: var(--quiet) }
dd { margin: 0; overflow-wrap: anywhere }
.scroll { overflow-x: auto }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums }
caption { text-align: left; font-weight: 600 }
th, td { padding: .2rem .8rem .2rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
th { font-weight: 600 }
th:first-child, td:first-child { text-align: left }
table.words th, table.words td { text-align: left; white-space: normal; vertical-align: top }
table.words td:first-child { overflow-wrap: anywhere; min-width: 7rem }
table.words .number { white-space: nowrap }
.positive { color: var(--positive) }
.warning { color: var(--warning) }
.error { color: var(--error) }
.info { color: var(--info) }
.card { color: var(--text); border-left: 4px solid var(--info); padding: .2rem 0 .2rem .8rem; margin: .8rem 0 }
.card.positive { border-color: var(--positive) }
.card.warning { border-color: var(--warning) }
.card.error { border-color: var(--error) }
.card p { margin: .2rem 0; overflow-wrap: anywhere }
@media print {
  body { max-width: none; margin: 0; font-size: 10pt }
  details::details-content { content-visibility: visible; block-size: auto }
  details > * { display: block }
  figure, .card, tr { break-inside: avoid }
  svg { min-width: 0; width: 100% }
  .scroll { overflow: visible }
  th, td { white-space: normal }
}
`;
