export { graphqlData, graphqlRows } from './query';
