import type { Entry } from '../../../../lib/coupa';
import { graphqlQuery } from './graphql';
import { apiRequest } from './request';

/** What the node offers of the API itself, beside the objects: in the shape of an entry, though it has no records of its own. */
export const apiEntry: Entry = {
	name: 'api',
	one: 'API',
	many: 'API requests',
	path: '/api',
	definition: '',
	simplified: [],
	scopes: { read: null, write: null },
	reads: [],
	preset: 'request',
	source: 'pages 0006, 0013',
};

export const apiOperations = [graphqlQuery, apiRequest];
