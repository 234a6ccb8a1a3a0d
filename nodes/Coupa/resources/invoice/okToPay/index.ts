export { confirmOkToPay } from './confirm';
export { getOkToPay } from './get';
