namespace ChatBot.Knowledge.Reading.Data;

/// <summary>The text is not JSON from here on.</summary>
internal sealed class JsonBreakException(int line) : Exception($"line {line} is not JSON")
{
    public int Line => line;
}

/// <summary>The signs of a JSON text, one after the other, with the line they stand on; spaces and comments are passed over.</summary>
internal abstract class JsonSigns(TextReader text)
{
    protected const int End = -1;

    private readonly char[] _buffer = new char[16384];
    private int _at,
        _read,
        _column;

    public int Line { get; private set; } = 1;

    /// <summary>Goes on to the next sign that means something.</summary>
    /// <returns>The sign, not yet taken; -1 at the end.</returns>
    public int Next()
    {
        while (true)
        {
            var c = Peek();
            if (c == '/')
                Comment();
            else if (c == End || !(char.IsWhiteSpace((char)c) || c is '\uFEFF' or '\x1E'))
                return c;
            else
                Take();
        }
    }

    public int Take()
    {
        var c = Peek();
        if (c == End)
            return c;
        _at++;
        _column++;
        if (c == '\n')
        {
            Line++;
            _column = 0;
        }
        return c;
    }

    /// <summary>How far from the line's start the next sign stands.</summary>
    public int Column => _column;

    /// <summary>Goes on to a line that begins an object or a list at this column.</summary>
    public bool SkipToLine(int column)
    {
        while (true)
        {
            if (_column == column && Peek() is '{' or '[' && _column == column)
                return true;
            while (Peek() is not ('\n' or End))
                Take();
            if (Take() == End)
                return false;
            while (_column < column && Peek() is ' ' or '\t')
                Take();
        }
    }

    /// <summary>The next sign, not yet taken; -1 at the end.</summary>
    protected int Peek()
    {
        if (_at == _read)
        {
            _read = text.Read(_buffer);
            _at = 0;
            if (_read == 0)
                return End;
        }
        return _buffer[_at];
    }

    private void Comment()
    {
        Take();
        switch (Peek())
        {
            case '/':
                while (Peek() is not ('\n' or End))
                    Take();
                break;
            case '*':
                Take();
                for (var before = 0; Peek() != End; )
                {
                    var c = Take();
                    if (before == '*' && c == '/')
                        return;
                    before = c;
                }
                throw Broken();
            default:
                throw Broken();
        }
    }

    protected JsonBreakException Broken() => new(Line);
}
