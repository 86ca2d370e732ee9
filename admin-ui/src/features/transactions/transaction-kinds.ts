import { PaymentList } from './payments/payment-list';
import type { TransactionKind } from './transaction-kind';

/** All kinds in the order of their tabs. A category that gets a list adds it here. */
export const TRANSACTION_KINDS: readonly TransactionKind[] = [
  {
    id: 'payments',
    path: '/payments',
    label: 'transactions.payments',
    intro: 'transactions.payments.intro',
    category: 'payment',
    List: PaymentList,
    more: [
      { path: '/payments/payouts', label: 'payouts.title' },
      { path: '/payments/reconciliation', label: 'reconciliation.title' },
      { path: '/payments/refund-batches', label: 'batches.title' },
      { path: '/payments/subscriptions', label: 'subscriptions.title' },
    ],
  },
  {
    id: 'messages',
    path: '/messages',
    label: 'transactions.messages',
    intro: 'transactions.messages.intro',
    category: 'whatsapp',
    toCome: 'transactions.messages.to_come',
  },
  {
    id: 'bookings',
    path: '/bookings',
    label: 'transactions.bookings',
    intro: 'transactions.bookings.intro',
    category: 'ota',
    toCome: 'transactions.bookings.to_come',
  },
  {
    id: 'keys',
    path: '/keys',
    label: 'transactions.keys',
    intro: 'transactions.keys.intro',
    category: 'door-lock',
    toCome: 'transactions.keys.to_come',
  },
  {
    id: 'invoices',
    path: '/invoices',
    label: 'transactions.invoices',
    intro: 'transactions.invoices.intro',
    category: 'coretax',
    toCome: 'transactions.invoices.to_come',
  },
];
