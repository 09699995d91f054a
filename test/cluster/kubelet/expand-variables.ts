/**
 * Expands `$(NAME)` in a command, an argument or a variable, as a kubelet does: `$$` is a dollar sign, and what names
 * nothing stays. Kubernetes documentation, "Define Dependent Environment Variables".
 */
export function expandVariables(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\$|\$\(([-._a-zA-Z][-._a-zA-Z0-9]*)\)/gu, (found, name: string | undefined) =>
    name === undefined ? "$" : (variables.get(name) ?? found),
  );
}
