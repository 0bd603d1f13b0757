import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { corpusIsAbsent } from '../../../test/support/corpus';
import { corpusRowTexts, corpusTexts } from '../../../test/support/corpusTexts';
import { Random } from '../../../test/support/random';
import { estimateTokens } from './tokens';

const reference = (text: string): number => countTokens(text, { disallowedSpecial: new Set() });
const errorOf = (text: string): number => estimateTokens(text) / reference(text) - 1;

function bytes(length: number): Uint8Array {
  const random = new Random(5);
  return Uint8Array.from({ length }, () => random.below(256));
}

/** Texts of every kind that end up in prompts, written for this test. */
const samples: Readonly<Record<string, string>> = {
  English: `You are a careful reviewer. Read the change below and list what could break in production, most likely first. For each finding give the
file, the line and a short explanation; don't repeat what the linter says. If there is nothing to say, answer with a single sentence.
Assume that the readers know the code base well, but not this part of it. Keep the whole answer under three hundred words.`,
  Markdown: `# Release notes\n\n## What changed\n\n- **Search** is faster: see [the benchmark](docs/bench.md)\n- \`npm run build\` fails on warnings\n  1. first\n  2. second\n\n> Note: *no* breaking changes.\n\n| Option | Default | Meaning |\n|--------|---------|---------|\n| \`size\` | 10 | how many |\n| \`mode\` | fast | what to do first |\n\n---\n\n\`\`\`bash\nnpm ci && npm test -- --watch=false\n\`\`\`\n`,
  TypeScript: `export async function readConfig(path: string, options: ReadOptions = {}): Promise<Config | undefined> {\n  const { encoding = 'utf8', signal } = options;\n  try {\n    const text = await fs.promises.readFile(path, { encoding, signal });\n    return parseConfig(JSON.parse(text) as unknown, path);\n  } catch (error) {\n    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;\n    throw new ConfigError(\`Cannot read \${path}\`, { cause: error });\n  }\n}\n`,
  Python: `def merge(left: list[int], right: list[int]) -> list[int]:\n    """Merge two sorted lists."""\n    result, i, j = [], 0, 0\n    while i < len(left) and j < len(right):\n        if left[i] <= right[j]:\n            result.append(left[i])\n            i += 1\n        else:\n            result.append(right[j])\n            j += 1\n    return result + left[i:] + right[j:]\n`,
  JSON: JSON.stringify(
    Array.from({ length: 12 }, (_, id) => ({ id, name: `user_${id}`, email: `user${id}@example.com`, active: id % 2 === 0, scores: [id * 3.5, id + 100, 42], address: { city: 'Berlin', zip: '10115' } })),
    null,
    2,
  ),
  Chinese: '你是一位经验丰富的软件工程师。请仔细阅读下面的代码，找出其中可能存在的错误，并按照严重程度排序。对于每一个问题，请说明文件名、行号以及原因，然后给出修改建议。如果没有发现问题，请用一句话回答。回答时请使用简洁明了的语言，不要重复代码中已经写明的内容。',
  Japanese: 'あなたは経験豊富なソフトウェアエンジニアです。以下のコードを注意深く読み、問題になりそうな箇所を重要な順に列挙してください。それぞれについて、ファイル名と行番号、そして理由を簡潔に説明してください。問題がない場合は、一文で答えてください。コードをそのまま繰り返す必要はありません。',
  Korean: '당신은 경험이 많은 소프트웨어 엔지니어입니다. 아래 코드를 주의 깊게 읽고 문제가 될 수 있는 부분을 중요한 순서대로 나열해 주세요. 각 항목마다 파일 이름과 줄 번호, 그리고 이유를 간단히 설명해 주세요. 문제가 없다면 한 문장으로 대답해 주세요.',
  Russian: 'Вы опытный разработчик программного обеспечения. Внимательно прочитайте код ниже и перечислите возможные ошибки, начиная с самых важных. Для каждой ошибки укажите файл, строку и краткое объяснение. Если ошибок нет, ответьте одним предложением. Не повторяйте то, что уже написано в коде.',
  Arabic: 'أنت مهندس برمجيات خبير. اقرأ الكود التالي بعناية واذكر الأخطاء المحتملة مرتبة حسب الأهمية. لكل خطأ اذكر اسم الملف ورقم السطر وشرحا قصيرا للسبب. إذا لم تجد أي مشكلة فأجب بجملة واحدة فقط. لا تكرر ما هو مكتوب في الكود.',
  German: 'Du bist eine erfahrene Softwareentwicklerin. Lies den folgenden Code sorgfältig und nenne mögliche Fehler, die wichtigsten zuerst. Gib zu jedem Fehler die Datei, die Zeile und eine kurze Erklärung an. Wenn es nichts zu sagen gibt, antworte mit einem einzigen Satz. Wiederhole nicht, was der Code ohnehin sagt.',
  French: "Vous êtes un développeur expérimenté. Lisez attentivement le code ci-dessous et énumérez les erreurs possibles, les plus importantes d'abord. Pour chaque erreur, indiquez le fichier, la ligne et une brève explication. S'il n'y a rien à signaler, répondez en une seule phrase. Ne répétez pas ce que le code dit déjà.",
  Spanish: 'Eres un desarrollador con mucha experiencia. Lee con atención el código siguiente y enumera los posibles errores, empezando por los más importantes. Para cada error indica el archivo, la línea y una breve explicación. Si no hay nada que decir, responde con una sola frase. No repitas lo que ya dice el código.',
  'base64 and hashes': `${Buffer.from(bytes(600)).toString('base64')}\n${Buffer.from(bytes(200)).toString('hex')}\n`,
  emoji: 'Great work 🎉🎉 Ship it 🚀 ✅ tests ❌ docs 👍🏽 👩‍💻 → next steps ⚠️ careful 🔥 done 😀😃😄 and ☕ break ✨ '.repeat(4),
};

describe('estimateTokens', () => {
  it.each(['', ' ', '\n\n'])('finds nothing in %j', (text) => {
    expect(estimateTokens(text)).toBe(0);
  });

  // Short samples of what the corpus has little of: less is asked than over it.
  it.each(Object.entries(samples))('is near what a tokenizer counts in %s', (_, text) => {
    expect(Math.abs(errorOf(text))).toBeLessThan(0.15);
  });

  it.skipIf(corpusIsAbsent)('is within a tenth for nearly every real prompt, and neither above nor below on the whole', () => {
    const errors = [...corpusTexts(), ...corpusRowTexts()].filter(({ text }) => text.length > 800).map(({ text }) => errorOf(text)).sort((a, b) => a - b);
    expect(errors.length).toBeGreaterThan(1000);
    expect(Math.abs(errors[Math.floor(errors.length / 2)] ?? 1)).toBeLessThan(0.02);
    const sizes = errors.map(Math.abs).sort((a, b) => a - b);
    expect(sizes[Math.floor(sizes.length * 0.95)]).toBeLessThan(0.07);
    expect(sizes[Math.floor(sizes.length * 0.99)]).toBeLessThan(0.1);
  });
});
