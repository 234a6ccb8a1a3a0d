import { operationChoice, type OperationChoice } from '../../../common/description';
import { getAnswers } from './getAnswers';
import { settle } from './settle';
import { upload } from './upload';

export const erpDropOperations = { getAll: getAnswers, settle, upload };

const choices: OperationChoice[] = [
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many answers from ERP drop',
		description: 'Read what the ERP answered to the documents it got',
	},
	{
		name: 'Move or Delete',
		value: 'settle',
		action: 'Move or delete file in ERP drop',
		description: 'Move or delete files that were processed',
	},
	{
		name: 'Upload',
		value: 'upload',
		action: 'Upload file to ERP drop',
		description: "Put a file of Get OK to Pay where the customer's ERP picks it up",
	},
];

export const erpDropDescription = [
	operationChoice('erpDrop', choices, 'upload'),
	...upload.description,
	...getAnswers.description,
	...settle.description,
];
