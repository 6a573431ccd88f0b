/** Search by name or words: a text field with a list that the arrow keys walk. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Found, Named } from "../answers";
import { learn } from "../names";
import { source } from "../source";
import { go, START } from "../state";
import { texts } from "../texts";
import { Flag } from "./who";

interface Choice {
  key: string;
  node?: Named;
  label: string;
  take: () => void;
}

const PAUSE = 180; // milliseconds without a key

export function Search(props: { label: string; hint?: string; onActor?: (node: Named) => void }) {
  const [words, setWords] = useState("");
  const [found, setFound] = useState<{ words: string; answer: Found } | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!words.trim()) return;
    let wanted = true;
    const timer = setTimeout(() => {
      source.search(words).then(
        (answer) => {
          if (!wanted) return;
          learn(answer.actors);
          setFound({ words, answer });
          setAt(-1);
        },
        () => wanted && setFound(null),
      );
    }, PAUSE);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [words]);
  const close = () => {
    setOpen(false);
    setAt(-1);
  };
  const take = (choice: Choice) => {
    choice.take();
    setWords("");
    close();
  };
  const shown = open && words.trim() && found?.words === words ? found : null;
  const choices = shown ? choicesOf(shown.answer, words.trim(), props.onActor) : [];
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter") {
      const choice = choices[Math.max(at, 0)];
      if (choice) take(choice);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setOpen(true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (choices.length) setAt((at + step + choices.length) % choices.length);
    }
  };
  return (
    <div class="search">
      <label>
        <span>{props.label}</span>
        <input
          ref={input}
          type="text"
          inputMode="search"
          list={undefined}
          role="combobox"
          autocomplete="off"
          spellcheck={false}
          aria-expanded={choices.length > 0}
          aria-controls={`${id}-list`}
          aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={props.hint}
          maxLength={200}
          value={words}
          dir="auto"
          onInput={(e) => {
            setWords(e.currentTarget.value);
            setOpen(true);
          }}
          onFocus={() => setOpen(true)}
          onBlur={() => setTimeout(close, 150)}
          onKeyDown={press}
        />
      </label>
      <ul id={`${id}-list`} role="listbox" aria-label={props.label} hidden={!choices.length}>
        {choices.map((choice, i) => (
          <li
            key={choice.key}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            onMouseDown={(e) => {
              e.preventDefault();
              take(choice);
            }}
          >
            {choice.node && <Flag of={choice.node} />}
            <bdi>{choice.label}</bdi>
            {choice.node && <small>{texts.label[choice.node.label] ?? choice.node.label}</small>}
          </li>
        ))}
      </ul>
      {shown && !choices.length && <p class="search-none" role="status">{texts.searchNone}</p>}
    </div>
  );
}

function choicesOf(found: Found, words: string, onActor?: (node: Named) => void): Choice[] {
  const actors = found.actors.map((node) => ({
    key: node.id,
    node,
    label: node.name,
    take: () => (onActor ? onActor(node) : go({ ...START, view: "actor", actor: node.id })),
  }));
  if (onActor) return actors;
  const concepts = found.concepts.map((node) => ({
    key: node.id,
    node,
    label: node.name,
    take: () => go({ ...START, view: "concepts", concept: node.id }),
  }));
  const statements = {
    key: "statements",
    label: texts.searchStatements(found.statements, words),
    take: () => go({ ...START, view: "statements", words, everything: true }),
  };
  return [...actors, ...concepts, ...(found.statements ? [statements] : [])];
}
