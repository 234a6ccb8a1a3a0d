export { countsOf, headline, preflightLine, verdictOf } from './lines';
export { preflightPage } from './page';
