import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { mcpServer } from './mcpServer';

/*
 * An MCP server over stdio. `garbage` prints what is no protocol, `silent` nothing at all, `crash` ends at once. Otherwise it writes its process
 * id and what its tools are called with to the file that is named.
 */
switch (process.argv[2]) {
  case 'garbage':
    setInterval(() => process.stdout.write('Hello, this is no protocol\n'), 20);
    break;
  case 'silent':
    process.stdin.resume();
    break;
  case 'crash':
    process.stderr.write('Cannot find module "x"\n');
    process.exitCode = 1;
    break;
  default:
    void mcpServer(process.argv[3]).connect(new StdioServerTransport());
}
