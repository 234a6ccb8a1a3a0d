/** Colours and styles of the report. Mail clients drop style sheets: each element has its own. */
export const INK = '#1f2933';
export const PALE = '#52606d';
export const RULE = '#d9e2ec';
export const RED = '#b42318';
export const RED_GROUND = '#fdecea';
export const AMBER = '#8a5300';
export const AMBER_GROUND = '#fff4de';
export const GREEN = '#1c6b3c';
export const GREEN_GROUND = '#e6f4ea';

const FONT = 'font-family:Arial,Helvetica,sans-serif';

export const TEXT = `${FONT};font-size:13px;line-height:18px;color:${INK}`;
export const SMALL = `${FONT};font-size:11px;line-height:15px;color:${PALE}`;
const EDGE = `border-bottom:1px solid ${RULE};padding:5px 8px;vertical-align:top`;
/** A long name without blanks does not widen the page. */
export const CELL = `${TEXT};font-size:12px;line-height:16px;word-wrap:break-word;overflow-wrap:anywhere;${EDGE}`;
export const NUMBER = `${CELL};text-align:right;white-space:nowrap`;
export const HEAD = `${FONT};font-size:11px;line-height:15px;color:${PALE};font-weight:bold;text-align:left;border-bottom:2px solid ${RULE};padding:5px 8px;vertical-align:bottom`;
export const HEAD_NUMBER = `${HEAD};text-align:right`;
export const HEADING = `${FONT};font-size:16px;line-height:22px;color:${INK};font-weight:bold;margin:0;padding:22px 0 6px 0`;
