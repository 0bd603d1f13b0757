import { appendFileSync } from 'node:fs';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, type CallToolResult, GetPromptRequestSchema, ListPromptsRequestSchema, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js';

const text = { type: 'string' } as const;

function tool(name: string, properties: Record<string, object>, more: Partial<Tool> = {}): Tool {
  return { name, inputSchema: { type: 'object', properties, required: Object.keys(properties) }, ...more };
}

const tools: readonly Tool[] = [
  tool('review', { composition: text, prompts: { type: 'array', items: text } }, { title: 'Review a Prompt' }),
  tool('fenced', { essay: text }),
  tool('prose', { text }),
  tool('fail', { text }),
  tool('ask', { text }, { annotations: { title: 'Ask Back' } }),
  tool('slow', { text }),
  tool('hang', { text }),
  tool('die', { text }),
  tool('garble', { text }),
  tool('compare', { left: text, right: text }),
];

/**
 * A small MCP server with tools that do what servers do, good and bad. Its list of tools has two pages.
 * @param diary file for a line of JSON about each call of a tool
 */
export function mcpServer(diary?: string): Server {
  const server = new Server({ name: 'test', version: '1' }, { capabilities: { tools: {}, prompts: {} } });
  let cancelled = 0;

  server.setRequestHandler(ListToolsRequestSchema, ({ params }) =>
    params?.cursor === 'more' ? { tools: tools.slice(3) } : { tools: tools.slice(0, 3), nextCursor: 'more' },
  );
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: [{ name: 'greet', title: 'Greeting', arguments: [{ name: 'topic', required: true }] }] }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params }) => ({
    messages: [
      { role: 'user', content: { type: 'text', text: `Write about ${params.arguments?.['topic']}.` } },
      { role: 'assistant', content: { type: 'text', text: 'With pleasure.' } },
    ],
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal, sendNotification }): Promise<CallToolResult> => {
    const given = params.arguments ?? {};
    if (diary !== undefined) appendFileSync(diary, `${JSON.stringify({ pid: process.pid, tool: params.name, given })}\n`);
    const say = (words: string): CallToolResult => ({ content: [{ type: 'text', text: words }] });
    switch (params.name) {
      case 'review':
        return { content: [], structuredContent: { suggestions: [{ kind: 'gap', title: given['composition'] }], given: given['prompts'] } };
      case 'fenced':
        return say(`Here you are:\n\`\`\`json\n{"suggestions": [{"title": ${JSON.stringify(given['essay'])}}]}\n\`\`\``);
      case 'prose':
        return say(`cancelled ${cancelled}: ${String(given['text'])}`);
      case 'fail':
        return { ...say('The text is about nothing'), isError: true };
      case 'ask':
        return say(await server.createMessage({ messages: [], maxTokens: 1 }).then(() => 'was answered', (error: unknown) => `refused: ${String(error)}`));
      case 'slow':
        for (let progress = 1; progress <= 25 && params._meta?.progressToken !== undefined; progress++) {
          await new Promise((resolve) => setTimeout(resolve, 100));
          await sendNotification({ method: 'notifications/progress', params: { progressToken: params._meta.progressToken, progress } });
        }
        return say('done at last');
      case 'hang':
        signal.addEventListener('abort', () => cancelled++);
        return new Promise(() => undefined);
      case 'die':
        process.stderr.write('Error: out of ink\n');
        return process.exit(3);
      case 'garble':
        process.stdout.write('Loading…\n{"jsonrpc": nonsense}\n');
        return say('and yet an answer');
      default:
        throw new Error(`Unknown tool ${params.name}`);
    }
  });
  return server;
}
