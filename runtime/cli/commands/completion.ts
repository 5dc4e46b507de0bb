import type { Command } from 'commander';
import { Argument } from 'commander';
import type { Host } from '../ports.ts';

export function addCompletionCommand(program: Command, host: Host): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .description(
      'Prints what makes the shell complete commands and options: eval "$(millrace completion bash)" in ~/.bashrc, or with zsh in ~/.zshrc; millrace completion fish | source in fish.',
    )
    .action((shell: string) =>
      host.local(async ({ output }) => {
        const { completionScript } = await import('../completion.ts');
        output.print(completionScript(program, shell));
      }),
    );
}
