export * from './look';
export { html, Html, linked } from './markup';
export { page } from './page';
export { heading, lines, smallText, table, type Cell, type Column } from './table';
export { dayIn, shownDay, shownTime } from './times';
