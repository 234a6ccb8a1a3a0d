import { operationChoice, type OperationChoice } from '../../../common/description';
import { buildPreflightPage } from './buildPreflightPage';
import { preflight } from './preflight';

/** Preflight opens its connections itself: what goes wrong with them is what it reports. */
export const fileOperations = { buildPreflightPage, preflight };

const choices: OperationChoice[] = [
	{
		name: 'Build Preflight Page',
		value: 'buildPreflightPage',
		action: 'Build preflight page',
		description: 'Make one HTML page of what the preflights of Coupa and Scan One have found',
	},
	{
		name: 'Preflight',
		value: 'preflight',
		action: 'Run preflight of the lock-box',
		description: 'Find out whether the import works on this server: one item for each question, with what to do',
	},
];

export const description = [operationChoice('lockBox', choices, 'preflight'), ...buildPreflightPage.description, ...preflight.description];
