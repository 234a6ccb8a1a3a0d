import { operationChoice, type OperationChoice } from '../../../common/description';
import { getMany } from './getMany';
import { settle } from './settle';
import { upload } from './upload';

export const erpDropOperations = { getAll: getMany, settle, upload };

const choices: OperationChoice[] = [
	{
		name: 'Get Many',
		value: 'getAll',
		action: 'Get many answers or files from ERP drop',
		description: 'Read what the ERP answered to the documents it got, or other files of it',
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
	...getMany.description,
	...settle.description,
];
