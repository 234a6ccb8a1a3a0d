import { buildFileOperation } from '../masterData';

export const buildFile = buildFileOperation({ resource: 'supplier' });
