namespace ChatBot.Privacy;

/// <summary>Reads a text in lines, or in blocks of whole lines that fit in memory whatever the size of the file.</summary>
/// <param name="reader">Where the characters come from; the caller closes it.</param>
/// <param name="blockLength">Characters of a block at most.</param>
/// <param name="longestLine">Longest line that is read as one, in characters.</param>
internal sealed class TextBlocks(TextReader reader, int blockLength = 1 << 18, int longestLine = 1 << 26)
{
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;

    private ReadOnlySpan<char> Held => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The first line, which stays to be read; null in an empty text. A line longer than a block is cut.</summary>
    public async Task<string?> PeekLineAsync(CancellationToken cancel)
    {
        var length = await FindLineEndAsync(blockLength, cancel);
        return Held.IsEmpty ? null : Held[..(length < 0 ? Held.Length : length)].ToString();
    }

    /// <summary>The next line without its line end; null behind the last.</summary>
    /// <exception cref="UnreadableFileException">The line is longer than the longest allowed.</exception>
    public async Task<string?> ReadLineAsync(CancellationToken cancel)
    {
        var length = await FindLineEndAsync(longestLine, cancel);
        if (Held.IsEmpty)
            return null;
        if (length < 0 && !_ended)
            throw new UnreadableFileException($"A line is longer than {longestLine} characters: this is no JSONL.");
        return Take(length < 0 ? Held.Length : length + 1).TrimEnd('\n').TrimEnd('\r');
    }

    /// <summary>
    /// The next block, line ends included; null behind the last. It ends at a blank line where there is one, else at a line end, else at a
    /// space, so that a number or a key is not cut in two.
    /// </summary>
    public async Task<string?> ReadBlockAsync(CancellationToken cancel)
    {
        while (Held.Length <= blockLength && !_ended)
            await FillAsync(cancel);
        if (Held.IsEmpty)
            return null;
        return Take(Held.Length <= blockLength ? Held.Length : Cut(Held[..blockLength]));
    }

    /// <summary>Where to end a full block: never in its first half, never inside a surrogate pair.</summary>
    private static int Cut(ReadOnlySpan<char> block)
    {
        var half = block.Length / 2;
        foreach (var end in (string[])["\n\n", "\n", " "])
        {
            var at = block.LastIndexOf(end);
            if (at >= half)
                return at + end.Length;
        }
        return char.IsHighSurrogate(block[^1]) ? block.Length - 1 : block.Length;
    }

    /// <summary>Length of the next line, or −1 when the text ends or <paramref name="limit"/> is passed before it does.</summary>
    private async Task<int> FindLineEndAsync(int limit, CancellationToken cancel)
    {
        for (var seen = 0; ; )
        {
            var at = Held[seen..].IndexOf('\n');
            if (at >= 0)
                return seen + at;
            seen = Held.Length;
            if (_ended || seen >= limit)
                return -1;
            await FillAsync(cancel);
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            Held.CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, _buffer.Length * 2);
        var read = await reader.ReadAsync(_buffer.AsMemory(_end), cancel);
        _ended = read == 0;
        _end += read;
    }

    private string Take(int count)
    {
        var text = Held[..count].ToString();
        _start += count;
        return text;
    }
}
