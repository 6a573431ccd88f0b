/** Labels of nodes that act: people, states, bodies, outlets, and those without a name. */
export const ACTORS = new Set(["Person", "State", "Organization", "MediaOutlet", "Unnamed", "Actor"]);
