import { uploadOperation } from '../masterData';

export const upload = uploadOperation({ resource: 'supplier' });
