/** A file whose flow is deployed with these schedules: the inside of a list, one to a line. */
export const deployed = (schedules: string): string => `
      import { flow } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => 1);
      await etl.deploy({ name: 'main', schedules: [
${schedules}
      ] });`;
