import { exportToFileOperation } from '../exportToFile';

export const exportToFile = exportToFileOperation('supplier');
