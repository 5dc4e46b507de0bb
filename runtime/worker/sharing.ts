/** Asks once for what is asked for again before there is an answer: a burst of runs is often of one deployment. */
export function sharing<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (id) => {
    const answer = asked.get(id) ?? read(id).finally(() => asked.delete(id));
    asked.set(id, answer);
    return answer;
  };
}
