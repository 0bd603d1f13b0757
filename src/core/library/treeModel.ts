import type { LibraryChange } from '../app';
import type { Prompt } from '../prompts/prompt';
import type { PromptSource } from './promptSource';
import { GroupNode, type GroupKey, PromptNode, type TreeNode } from './treeNodes';
import { placementsOf, type TreeGrouping } from './treePlacement';

interface TreeContent {
  readonly prompts: readonly Prompt[];
  readonly sources: readonly PromptSource[];
}

/** What must be shown again, each row with everything below it; `all` for the whole tree. */
export type TreeRefresh = 'all' | readonly TreeNode[];

const favouritesKey: GroupKey = { kind: 'favourites', key: '', label: '' };
const recentKey: GroupKey = { kind: 'recent', key: '', label: '' };

/**
 * The rows of the library tree, kept up to date prompt by prompt: a change costs as much as what it touches, whatever the size of the
 * library. Rows are the same objects until they disappear.
 */
export class TreeModel {
  #grouping: TreeGrouping;
  #sources = new Map<string, PromptSource>();
  #root = newRoot();
  /** The two lists on top. They keep the order that they are given, so they live outside the sorted groups. */
  readonly #top = { favourites: new TopList(favouritesKey), recent: new TopList(recentKey) };
  readonly #nodes = new Map<string, PromptNode[]>();
  readonly #prompts = new Map<string, Prompt>();

  constructor(grouping: TreeGrouping = 'category') {
    this.#grouping = grouping;
  }

  get grouping(): TreeGrouping {
    return this.#grouping;
  }

  /** Builds everything anew. */
  reset(content: TreeContent, grouping: TreeGrouping = this.#grouping): void {
    this.#grouping = grouping;
    this.#sources = new Map(content.sources.map((source) => [source.id, source]));
    this.#root = newRoot();
    this.#nodes.clear();
    this.#prompts.clear();
    for (const prompt of content.prompts) this.#place(prompt, new Set());
    this.#top.favourites.fill(this.#prompts);
    this.#top.recent.fill(this.#prompts);
  }

  /** @param node absent for the top level. */
  children(node?: TreeNode): readonly TreeNode[] {
    if (node) return node.kind === 'prompt' ? [] : this.#childrenOf(node);
    const lists = [this.#top.favourites, this.#top.recent].filter((list) => list.nodes.length > 0);
    return [...lists.map((list) => list.group), ...this.#root.children()];
  }

  /** `undefined` for the top level. */
  parent(node: TreeNode): GroupNode | undefined {
    return node.parent?.parent ? node.parent : undefined;
  }

  /** Where a prompt stands; the one outside the lists on top comes first. Empty when it is not in the tree. */
  nodesOf(uri: string): readonly PromptNode[] {
    const { favourites, recent } = this.#top;
    return [...(this.#nodes.get(uri) ?? []), ...favourites.nodesOf(uri), ...recent.nodesOf(uri)];
  }

  apply(change: LibraryChange): TreeRefresh {
    const dirty = new Set<TreeNode>();
    for (const prompt of change.removed) this.#remove(prompt.uri, dirty);
    for (const prompt of change.added) this.#put(prompt, dirty);
    for (const prompt of change.changed) this.#put(prompt, dirty);
    const appears = [this.#top.favourites, this.#top.recent].map((list) => list.fill(this.#prompts, dirty));
    return appears.includes(true) ? 'all' : this.#compact(dirty);
  }

  /** @param uris most important first; those that the library does not know are left out until it does. */
  setFavourites(uris: readonly string[]): TreeRefresh {
    return this.#setTop(this.#top.favourites, uris);
  }

  /** @param uris most recently used first. */
  setRecent(uris: readonly string[]): TreeRefresh {
    return this.#setTop(this.#top.recent, uris);
  }

  #setTop(list: TopList, uris: readonly string[]): TreeRefresh {
    const dirty = new Set<TreeNode>();
    const before = new Set(list.nodes.map((node) => node.promptUri));
    list.wanted = uris;
    const appears = list.fill(this.#prompts, dirty);
    // A prompt that joins or leaves has another menu wherever it stands.
    const now = new Set(list.nodes.map((node) => node.promptUri));
    for (const uri of new Set([...before, ...now])) {
      if (before.has(uri) !== now.has(uri)) for (const node of this.nodesOf(uri)) dirty.add(node);
    }
    return appears ? 'all' : this.#compact(dirty);
  }

  #childrenOf(group: GroupNode): readonly TreeNode[] {
    for (const list of [this.#top.favourites, this.#top.recent]) if (list.group === group) return list.nodes;
    return group.children();
  }

  #put(prompt: Prompt, dirty: Set<TreeNode>): void {
    const nodes = this.#nodes.get(prompt.uri);
    const old = this.#prompts.get(prompt.uri);
    if (!nodes || !old || this.#placeKey(old) !== this.#placeKey(prompt)) {
      this.#remove(prompt.uri, dirty);
      this.#place(prompt, dirty);
      return;
    }
    this.#prompts.set(prompt.uri, prompt);
    for (const node of nodes) {
      node.update(prompt);
      if (old.title === prompt.title) dirty.add(node);
      else {
        node.parent.resort();
        dirty.add(node.parent);
      }
    }
  }

  #place(prompt: Prompt, dirty: Set<TreeNode>): void {
    const nodes: PromptNode[] = [];
    for (const keys of placementsOf(prompt, this.#sources.get(prompt.sourceId), this.#grouping)) {
      let group = this.#root;
      for (const key of keys) {
        if (!group.childGroup(key)) dirty.add(group);
        group = group.ensureGroup(key);
      }
      nodes.push(group.addPrompt(prompt));
      this.#markCounts(group, dirty);
    }
    this.#nodes.set(prompt.uri, nodes);
    this.#prompts.set(prompt.uri, prompt);
  }

  #remove(uri: string, dirty: Set<TreeNode>): void {
    for (const { parent } of this.#nodes.get(uri) ?? []) {
      parent.removePrompt(uri);
      this.#markCounts(parent, dirty);
      for (let group: GroupNode = parent; group.isEmpty && group.parent; group = group.parent) {
        group.parent.removeGroup(group);
        dirty.add(group.parent);
      }
    }
    this.#nodes.delete(uri);
    this.#prompts.delete(uri);
  }

  /** Every group above shows how many prompts it has. */
  #markCounts(from: GroupNode, dirty: Set<TreeNode>): void {
    let top = from;
    while (top.parent && top.parent !== this.#root) top = top.parent;
    dirty.add(top);
  }

  #placeKey(prompt: Prompt): string {
    return JSON.stringify([prompt.sourceId, prompt.path, this.#grouping === 'tag' ? prompt.tags : 0]);
  }

  /** Leaves out rows that are shown again with one above them. */
  #compact(dirty: Set<TreeNode>): TreeRefresh {
    if (dirty.has(this.#root)) return 'all';
    return [...dirty].filter((node) => {
      for (let above = node.parent; above; above = above.parent) if (dirty.has(above)) return false;
      return true;
    });
  }
}

/** A list of chosen prompts on top of the tree, in the order given. */
class TopList {
  readonly group: GroupNode;
  wanted: readonly string[] = [];
  nodes: readonly PromptNode[] = [];

  constructor(key: GroupKey) {
    this.group = new GroupNode(newRoot(), key);
  }

  nodesOf(uri: string): readonly PromptNode[] {
    return this.nodes.filter((node) => node.promptUri === uri);
  }

  /** Follows {@link wanted} and the library. @returns true when the list itself appears or disappears. */
  fill(prompts: ReadonlyMap<string, Prompt>, dirty?: Set<TreeNode>): boolean {
    const before = this.nodes;
    const known = new Map(before.map((node) => [node.promptUri, node]));
    this.nodes = this.wanted.flatMap((uri) => {
      const prompt = prompts.get(uri);
      if (!prompt) return [];
      const node = known.get(uri) ?? new PromptNode(this.group, prompt);
      if (node.prompt !== prompt) dirty?.add(node);
      node.update(prompt);
      return [node];
    });
    const same = this.nodes.length === before.length && this.nodes.every((node, index) => node === before[index]);
    if (!same) dirty?.add(this.group);
    return (before.length === 0) !== (this.nodes.length === 0);
  }
}

function newRoot(): GroupNode {
  return new GroupNode(undefined, { kind: 'folder', key: '', label: '' });
}
