/** Colours and styles of a page. Mail clients drop style sheets: each element has its own. */
export const INK = '#1f2933';
export const PALE = '#52606d';
const RULE = '#d9e2ec';
export const RED = '#b42318';
export const RED_GROUND = '#fdecea';
export const AMBER = '#8a5300';
export const AMBER_GROUND = '#fff4de';
export const GREEN = '#1c6b3c';
export const GREEN_GROUND = '#e6f4ea';

/** Short, because every cell has it: mail programs cut long mails. */
const font = (size: number, height: number, weight = '') => `font:${weight}${size}px/${height}px Arial,sans-serif`;

export const TEXT = `${font(13, 18)};color:${INK}`;
export const SMALL = `${font(11, 15)};color:${PALE}`;
const EDGE = `border-bottom:1px solid ${RULE};padding:5px 8px;vertical-align:top`;
/** A long name without blanks does not widen the page. */
export const CELL = `${font(12, 16)};color:${INK};word-break:break-word;${EDGE}`;
export const NUMBER = `${font(12, 16)};color:${INK};text-align:right;white-space:nowrap;${EDGE}`;
export const HEAD = `${font(11, 15, 'bold ')};color:${PALE};text-align:left;border-bottom:2px solid ${RULE};padding:5px 8px;vertical-align:bottom`;
export const HEAD_NUMBER = HEAD.replace('text-align:left', 'text-align:right');
export const HEADING = `${font(16, 22, 'bold ')};color:${INK};margin:0;padding:22px 0 6px 0`;
