export const WIZARD_STEPS = ['pick', 'keys', 'test', 'map'] as const;
export type WizardStep = (typeof WIZARD_STEPS)[number];
