namespace ChatBot.Llama.Tokenizing;

/// <summary>How a byte-level BPE vocabulary cuts text into words before it merges; named by <c>tokenizer.ggml.pre</c>.</summary>
public enum PreTokenizerKind
{
    /// <summary><c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c></summary>
    Gpt2,

    /// <summary>As <see cref="Gpt2"/>, with every digit a word of its own first.</summary>
    SmolLm,

    /// <summary>
    /// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
    /// </summary>
    Llama3,

    /// <summary>As <see cref="Llama3"/>, with <c>\p{N}</c> in place of <c>\p{N}{1,3}</c>.</summary>
    Qwen2,
}

/// <summary>
/// The pre-tokenizers' patterns by hand: over code points, because a .NET regular expression sees UTF-16 units and knows
/// no letter outside the basic plane, and one word at a time, so that no text can make it backtrack.
/// </summary>
internal static class PreTokenizer
{
    /// <summary>Names in files, after llama.cpp's list; each group cuts alike.</summary>
    private static readonly Dictionary<string, PreTokenizerKind> Names = new(StringComparer.Ordinal)
    {
        ["gpt-2"] = PreTokenizerKind.Gpt2,
        ["gpt2"] = PreTokenizerKind.Gpt2,
        ["phi-2"] = PreTokenizerKind.Gpt2,
        ["mpt"] = PreTokenizerKind.Gpt2,
        ["olmo"] = PreTokenizerKind.Gpt2,
        ["gigachat"] = PreTokenizerKind.Gpt2,
        ["mellum"] = PreTokenizerKind.Gpt2,
        ["exaone4"] = PreTokenizerKind.Gpt2,
        ["a.x-4.0"] = PreTokenizerKind.Gpt2,
        ["trillion"] = PreTokenizerKind.Gpt2,
        ["jais"] = PreTokenizerKind.Gpt2,
        ["granite-docling"] = PreTokenizerKind.Gpt2,
        ["smollm"] = PreTokenizerKind.SmolLm,
        ["starcoder"] = PreTokenizerKind.SmolLm,
        ["refact"] = PreTokenizerKind.SmolLm,
        ["command-r"] = PreTokenizerKind.SmolLm,
        ["codeshell"] = PreTokenizerKind.SmolLm,
        ["exaone"] = PreTokenizerKind.SmolLm,
        ["minerva-7b"] = PreTokenizerKind.SmolLm,
        ["mellum2"] = PreTokenizerKind.SmolLm,
        ["llama3"] = PreTokenizerKind.Llama3,
        ["llama-v3"] = PreTokenizerKind.Llama3,
        ["llama-bpe"] = PreTokenizerKind.Llama3,
        ["falcon3"] = PreTokenizerKind.Llama3,
        ["falcon-h1"] = PreTokenizerKind.Llama3,
        ["pixtral"] = PreTokenizerKind.Llama3,
        ["midm-2.0"] = PreTokenizerKind.Llama3,
        ["lfm2"] = PreTokenizerKind.Llama3,
        ["dbrx"] = PreTokenizerKind.Llama3,
        ["smaug-bpe"] = PreTokenizerKind.Llama3,
        ["chatglm-bpe"] = PreTokenizerKind.Llama3,
        ["glm4"] = PreTokenizerKind.Llama3,
        ["qwen2"] = PreTokenizerKind.Qwen2,
        ["deepseek-r1-qwen"] = PreTokenizerKind.Qwen2,
        ["stablelm2"] = PreTokenizerKind.Qwen2,
        ["hunyuan"] = PreTokenizerKind.Qwen2,
        ["megrez"] = PreTokenizerKind.Qwen2,
        ["kormo"] = PreTokenizerKind.Qwen2,
        ["solar-open"] = PreTokenizerKind.Qwen2,
        ["grok-2"] = PreTokenizerKind.Qwen2,
        ["f2llmv2"] = PreTokenizerKind.Qwen2,
    };

    /// <summary>
    /// Names whose vocabulary takes a word that is a token whole, without merging (<c>ignore_merges</c>), and begins with BOS.
    /// </summary>
    private static readonly HashSet<string> TakesWholeWords = new(StringComparer.Ordinal)
    {
        "llama3",
        "llama-v3",
        "llama-bpe",
        "falcon3",
        "falcon-h1",
        "pixtral",
        "midm-2.0",
        "lfm2",
    };

    public static bool TryParse(string name, out PreTokenizerKind kind, out bool takesWholeWords)
    {
        takesWholeWords = TakesWholeWords.Contains(name);
        return Names.TryGetValue(name, out kind);
    }

    /// <summary>Known names, for an error message.</summary>
    public static string KnownNames => string.Join(", ", Names.Keys.Order(StringComparer.Ordinal));

    /// <summary>The end of each word of <paramref name="text"/> (code points), in order; together they cover it.</summary>
    public static List<int> WordEnds(ReadOnlySpan<int> text, PreTokenizerKind kind)
    {
        var ends = new List<int>(text.Length / 4 + 1);
        for (var start = 0; start < text.Length; )
        {
            var end = kind == PreTokenizerKind.SmolLm ? DigitOrStretch(text, start) : text.Length;
            var stretch = text[start..end]; // the patterns see nothing beyond it, which decides \s+(?!\S)
            for (var position = 0; position < stretch.Length; )
            {
                position = kind switch
                {
                    PreTokenizerKind.Llama3 => Llama3Word(stretch, position, digits: 3),
                    PreTokenizerKind.Qwen2 => Llama3Word(stretch, position, digits: 1),
                    _ => Gpt2Word(stretch, position),
                };
                ends.Add(start + position);
            }

            start = end;
        }

        return ends;
    }

    /// <summary>A single number character, or everything up to the next one.</summary>
    private static int DigitOrStretch(ReadOnlySpan<int> text, int start)
    {
        if (CodePointClasses.Of(text[start]) == CodePointClass.Number)
            return start + 1;
        var end = start + 1;
        while (end < text.Length && CodePointClasses.Of(text[end]) != CodePointClass.Number)
            end++;
        return end;
    }

    private static int Gpt2Word(ReadOnlySpan<int> text, int position)
    {
        if (Contraction(text, position, ignoreCase: false) is > 0 and var length)
            return position + length;

        var first = text[position] == ' ' ? position + 1 : position; // every class takes one leading space
        if (first < text.Length && CodePointClasses.Of(text[first]) is not CodePointClass.WhiteSpace and var found)
            return EndOfRun(text, first, found);
        return WhiteSpaceWord(text, position);
    }

    private static int Llama3Word(ReadOnlySpan<int> text, int position, int digits)
    {
        if (Contraction(text, position, ignoreCase: true) is > 0 and var length)
            return position + length;

        var found = CodePointClasses.Of(text[position]);
        if (found == CodePointClass.Letter)
            return EndOfRun(text, position, CodePointClass.Letter);
        if (found == CodePointClass.Number)
            return Math.Min(EndOfRun(text, position, CodePointClass.Number), position + digits);
        if (!IsLineEnd(text[position]) && position + 1 < text.Length && CodePointClasses.Of(text[position + 1]) == CodePointClass.Letter)
            return EndOfRun(text, position + 1, CodePointClass.Letter); // any one character leads a word

        var first = text[position] == ' ' ? position + 1 : position;
        if (first < text.Length && CodePointClasses.Of(text[first]) == CodePointClass.Other)
        {
            var end = EndOfRun(text, first, CodePointClass.Other);
            while (end < text.Length && IsLineEnd(text[end]))
                end++;
            return end;
        }

        var last = EndOfRun(text, position, CodePointClass.WhiteSpace);
        for (var at = last; at > position; at--)
            if (IsLineEnd(text[at - 1]))
                return at; // \s*[\r\n]+ reaches to the last line end of the run
        return WhiteSpaceWord(text, position);
    }

    /// <summary>\s+(?!\S)|\s+ : a run leaves its last space to the word behind it.</summary>
    private static int WhiteSpaceWord(ReadOnlySpan<int> text, int position)
    {
        var end = EndOfRun(text, position, CodePointClass.WhiteSpace);
        return end < text.Length && end - position > 1 ? end - 1 : end;
    }

    /// <summary>The length of 's 't 'm 'd 're 've 'll at <paramref name="position"/>, else 0.</summary>
    private static int Contraction(ReadOnlySpan<int> text, int position, bool ignoreCase)
    {
        if (text[position] != '\'' || position + 1 >= text.Length)
            return 0;
        var first = Fold(text[position + 1], ignoreCase);
        if (first is 's' or 't' or 'm' or 'd')
            return 2;
        if (position + 2 >= text.Length)
            return 0;
        var second = Fold(text[position + 2], ignoreCase);
        return (first, second) is ('r', 'e') or ('v', 'e') or ('l', 'l') ? 3 : 0;
    }

    private static int Fold(int codePoint, bool ignoreCase) =>
        ignoreCase && codePoint is >= 'A' and <= 'Z' ? codePoint + ('a' - 'A') : codePoint;

    private static int EndOfRun(ReadOnlySpan<int> text, int position, CodePointClass run)
    {
        while (position < text.Length && CodePointClasses.Of(text[position]) == run)
            position++;
        return position;
    }

    private static bool IsLineEnd(int codePoint) => codePoint is '\r' or '\n';
}
