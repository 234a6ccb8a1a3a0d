import { buildFileOperation } from '../masterData';
import { invoiceStatusFiles } from './kind';

export const buildFile = buildFileOperation(invoiceStatusFiles);
