import type { Prompt } from '../prompts/prompt';
import { compareText } from '../util/text';

/** What a group of the library tree gathers. */
type GroupKind = 'favourites' | 'recent' | 'source' | 'category' | 'folder' | 'tag' | 'untagged';

/** One group on the way from the root of the tree to a prompt. */
export interface GroupKey {
  readonly kind: GroupKind;
  /** Tells groups of one kind under one parent apart. */
  readonly key: string;
  /** Plain text; empty for kinds whose name depends on the user's language (`favourites`, `recent`, `untagged`). */
  readonly label: string;
  /** Source and decoded path below its root of the folder that this group stands for; absent when it is no folder. */
  readonly folder?: { readonly sourceId: string; readonly path: string };
}

export type TreeNode = GroupNode | PromptNode;

/** One appearance of a prompt in the tree; a prompt with three tags has three of them. */
export class PromptNode {
  readonly kind = 'prompt';
  /** Unique in the tree and the same after every rebuild, so that selection and focus survive. */
  readonly id: string;
  #prompt: Prompt;

  constructor(
    readonly parent: GroupNode,
    prompt: Prompt,
  ) {
    this.id = `${parent.id}|${prompt.uri}`;
    this.#prompt = prompt;
  }

  get prompt(): Prompt {
    return this.#prompt;
  }

  get promptUri(): string {
    return this.#prompt.uri;
  }

  /** Takes the new version of the same prompt. */
  update(prompt: Prompt): void {
    this.#prompt = prompt;
  }
}

/** A row with children: groups first, then prompts, each sorted for people. */
export class GroupNode {
  readonly id: string;
  readonly #groups = new Map<string, GroupNode>();
  readonly #prompts = new Map<string, PromptNode>();
  #sorted: readonly TreeNode[] | undefined;
  #size = 0;

  constructor(
    /** `undefined` for the root only. */
    readonly parent: GroupNode | undefined,
    readonly group: GroupKey,
  ) {
    this.id = parent ? `${parent.id}/${group.kind}:${encodeURIComponent(group.key.toWellFormed())}` : '';
  }

  get kind(): GroupKind {
    return this.group.kind;
  }

  get label(): string {
    return this.group.label;
  }

  /** Source of the folder that the group stands for; `undefined` when it is no folder. */
  get sourceId(): string | undefined {
    return this.group.folder?.sourceId;
  }

  /** Path of that folder below the root of its source. */
  get category(): string | undefined {
    return this.group.folder?.path;
  }

  /** Number of prompts in this group and all groups below it. */
  get size(): number {
    return this.#size;
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0 && this.#prompts.size === 0;
  }

  children(): readonly TreeNode[] {
    this.#sorted ??= [...sortGroups(this.#groups.values()), ...sortPrompts(this.#prompts.values())];
    return this.#sorted;
  }

  childGroup(key: GroupKey): GroupNode | undefined {
    return this.#groups.get(`${key.kind}:${key.key}`);
  }

  /** The child group of that key, created when it is missing. */
  ensureGroup(key: GroupKey): GroupNode {
    const existing = this.childGroup(key);
    if (existing) return existing;
    const created = new GroupNode(this, key);
    this.#groups.set(`${key.kind}:${key.key}`, created);
    this.#sorted = undefined;
    return created;
  }

  removeGroup(group: GroupNode): void {
    this.#groups.delete(`${group.kind}:${group.group.key}`);
    this.#sorted = undefined;
  }

  addPrompt(prompt: Prompt): PromptNode {
    const node = new PromptNode(this, prompt);
    this.#prompts.set(prompt.uri, node);
    this.#resize(1);
    return node;
  }

  removePrompt(uri: string): void {
    if (this.#prompts.delete(uri)) this.#resize(-1);
  }

  /** Sorts again on the next look, after the title of a prompt changed. */
  resort(): void {
    this.#sorted = undefined;
  }

  #resize(by: 1 | -1): void {
    this.#sorted = undefined;
    this.#size += by;
    for (let group = this.parent; group; group = group.parent) group.#size += by;
  }
}

/** Sources and the group without tags stand below what has a name of its own. */
const groupRank: Readonly<Record<GroupKind, number>> = { favourites: 0, recent: 1, category: 2, folder: 2, tag: 2, untagged: 3, source: 4 };

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

function sortGroups(groups: Iterable<GroupNode>): readonly GroupNode[] {
  return [...groups].sort((a, b) => groupRank[a.kind] - groupRank[b.kind] || collator.compare(a.label, b.label) || compareText(a.id, b.id));
}

function sortPrompts(nodes: Iterable<PromptNode>): readonly PromptNode[] {
  return [...nodes].sort((a, b) => collator.compare(a.prompt.title, b.prompt.title) || compareText(a.promptUri, b.promptUri));
}
