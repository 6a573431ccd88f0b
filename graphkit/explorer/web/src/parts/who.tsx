/** A node by name: its flag, and the way to its page. */

import type { Named, Stance } from "../answers";
import { ACTORS } from "../labels";
import { source } from "../source";
import { SIGN } from "../stance";
import { go, link, START, type State } from "../state";
import { texts } from "../texts";

export function Flag({ of }: { of: Named }) {
  return of.flag ? <img class="flag" src={source.flag(of.flag)} alt="" width="16" height="16" /> : null;
}

/** A link that changes what is looked at without loading the page anew. */
export function To(props: {
  to: Partial<State>;
  class?: string;
  label?: string;
  current?: boolean;
  children: preact.ComponentChildren;
}) {
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(props.to);
  };
  const href = link({ ...START, ...props.to });
  return (
    <a href={href} class={props.class} aria-label={props.label} aria-current={props.current ? "page" : undefined} onClick={follow}>
      {props.children}
    </a>
  );
}

export function Who({ node }: { node: Named }) {
  const name = <bdi dir="auto">{node.name}</bdi>;
  const body = (
    <>
      <Flag of={node} />
      {name}
    </>
  );
  const label = node.label;
  if (label === "Concept") {
    return <To to={{ view: "concepts", concept: node.id }} class="who">{body}</To>;
  }
  if (label && !ACTORS.has(label)) return <span class="who other">{body}</span>;
  return (
    <To to={{ view: "actor", actor: node.id }} class={label === "Unnamed" ? "who unnamed" : "who"}>
      {body}
    </To>
  );
}

export function Whos({ nodes, none }: { nodes: Named[]; none: string }) {
  if (!nodes.length) return <span class="muted">{none}</span>;
  return (
    <>
      {nodes.map((node, i) => (
        <span key={node.id}>
          {i > 0 && ", "}
          <Who node={node} />
        </span>
      ))}
    </>
  );
}

export function StanceMark({ stance, word = false }: { stance: Stance; word?: boolean }) {
  return (
    <span class={`stance ${stance}`} title={texts.stance[stance]}>
      <span class="sign" aria-hidden="true">{SIGN[stance]}</span>
      <span class={word ? "" : "visually-hidden"}>{texts.stance[stance]}</span>
    </span>
  );
}
