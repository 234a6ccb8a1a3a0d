import { uploadOperation } from '../masterData';
import { invoiceStatusFiles } from './kind';

export const upload = uploadOperation(invoiceStatusFiles);
