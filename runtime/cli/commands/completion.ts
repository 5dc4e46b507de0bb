import type { Command } from 'commander';
import { Argument } from 'commander';
import type { Host } from '../ports.ts';

export function addCompletionCommand(program: Command, host: Host): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .description(
      'Prints what makes the shell complete commands and options. Put eval "$(millrace completion bash)" into ~/.bashrc, or with zsh into ~/.zshrc, and millrace completion fish | source into the configuration of fish.',
    )
    .action((shell: string) =>
      host.local(async ({ output }) => {
        const { completionScript } = await import('../completion.ts');
        output.print(completionScript(program, shell));
      }),
    );
}
