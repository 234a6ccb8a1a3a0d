export { confirmOkToPay, type Confirmation, type ConfirmOptions, type ConfirmOutcome, type ErpResult } from './confirm';
export { keyParts, type DocumentKind } from './document-key';
export { readOkToPay, type OkToPay, type OkToPayDocument, type OkToPayOptions } from './read';
