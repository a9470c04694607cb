using System.Text;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>The text is not JSON from here on.</summary>
internal sealed class JsonBreakException(int line) : Exception($"line {line} is not JSON")
{
    public int Line => line;
}

/// <summary>
/// Reads JSON as people and programs write it: with comments, trailing commas, NaN, numbers of any length, single quotes, bare names,
/// cut surrogates (they become U+FFFD), and several values one after the other. Reads forward only, a value at a time.
/// </summary>
internal sealed class JsonText(TextReader text)
{
    private const int End = -1;

    /// <summary>Names that are kept once; a file whose names are ids has no end of them.</summary>
    private const int MostNames = 10_000;

    private static readonly HashSet<string> Words = ["true", "false", "NaN", "Infinity", "undefined", "null", "None", "True", "False"];

    private readonly char[] _buffer = new char[16384];
    private readonly Dictionary<string, string> _names = [];
    private int _at,
        _read,
        _column,
        _depth;

    public int Line { get; private set; } = 1;

    /// <summary>What was read of the value that broke.</summary>
    public DataNode? Partial { get; private set; }

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

    /// <exception cref="JsonBreakException">With <see cref="Partial"/> what was sound before.</exception>
    public DataNode Value()
    {
        Partial = null;
        _depth = 0;
        return Value(null);
    }

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

    private int Peek()
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

    private DataNode Value(Action<DataNode>? hold)
    {
        switch (Next())
        {
            case '{':
                return Map(hold);
            case '[':
                return List(hold);
            case '"' or '\'':
                return Held(new DataScalar(Quoted()), hold);
            case End:
                throw Broken();
            default:
                return Held(Bare(), hold);
        }
    }

    /// <summary>Containers are held before they are filled, so that what is sound in them stays when the text breaks off.</summary>
    private T Held<T>(T node, Action<DataNode>? hold)
        where T : DataNode
    {
        if (hold is null)
            Partial = node;
        else
            hold(node);
        return node;
    }

    private DataMap Map(Action<DataNode>? hold)
    {
        Enter();
        var map = Held(new DataMap(), hold);
        while (Next() is not '}')
        {
            var name = Name();
            Value(value => map.Entries.Add((name, value)));
            if (Next() == ',')
                Take();
            else if (Next() != '}')
                throw Broken();
        }
        Leave();
        return map;
    }

    /// <summary>The name of a field, and the colon behind it.</summary>
    /// <exception cref="JsonBreakException"/>
    public string Name()
    {
        var name = Next() switch
        {
            '"' or '\'' => Quoted(),
            var c when c != End && (char.IsLetterOrDigit((char)c) || c is '_' or '$') => Bareword(),
            _ => throw Broken(),
        };
        if (_names.TryGetValue(name, out var known))
            name = known;
        else if (_names.Count < MostNames)
            _names.Add(name, name);
        if (Next() != ':')
            throw Broken();
        Take();
        return name;
    }

    private DataList List(Action<DataNode>? hold)
    {
        Enter();
        var list = Held(new DataList(), hold);
        while (Next() is not ']')
        {
            Value(list.Values.Add);
            if (Next() == ',')
                Take();
            else if (Next() != ']')
                throw Broken();
        }
        Leave();
        return list;
    }

    private void Enter()
    {
        if (++_depth > DataNode.Deepest)
            throw Broken();
        Take();
    }

    private void Leave()
    {
        Take();
        _depth--;
    }

    private string Quoted()
    {
        var quote = Take();
        var value = new StringBuilder();
        while (Peek() != quote)
        {
            var c = Take();
            if (c == End)
                throw Broken();
            if (c == '\\')
                Escaped(value);
            else
                value.Append((char)c);
        }
        Take();
        return Sound(value.ToString());
    }

    private void Escaped(StringBuilder value)
    {
        var c = Take();
        switch (c)
        {
            case 'n':
                value.Append('\n');
                break;
            case 't':
                value.Append('\t');
                break;
            case 'r':
                value.Append('\r');
                break;
            case 'b' or 'f':
                value.Append(' ');
                break;
            case 'u':
                var code = 0;
                for (var i = 0; i < 4; i++)
                {
                    if (Peek() is End || !char.IsAsciiHexDigit((char)Peek()))
                        throw Broken();
                    code = code * 16 + Convert.ToInt32(((char)Take()).ToString(), 16);
                }
                value.Append(code == 0 ? '\uFFFD' : (char)code);
                break;
            case End:
                throw Broken();
            case '\n':
                break; // a line that goes on (JSON5)
            default:
                value.Append((char)c);
                break;
        }
    }

    /// <summary>Halves of a surrogate pair become U+FFFD: no text that is stored or sent can hold them.</summary>
    private static string Sound(string value)
    {
        var at = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF');
        return at < 0 ? value : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value));
    }

    private string Bareword()
    {
        var word = new StringBuilder();
        while (Peek() is var c && c != End && (char.IsLetterOrDigit((char)c) || c is '_' or '$' or '+' or '-' or '.'))
            word.Append((char)Take());
        return word.ToString();
    }

    private DataScalar Bare()
    {
        var first = Peek();
        if (!(char.IsAsciiLetterOrDigit((char)first) || first is '-' or '+' or '.'))
            throw Broken();
        var word = Bareword();
        var unsigned = word.TrimStart('-', '+');
        if (Words.Contains(unsigned))
            return new DataScalar(word, isNothing: word is "null" or "undefined" or "None", isWord: true);
        if (unsigned.Length == 0 || !(char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.'))
            throw Broken();
        return new DataScalar(word);
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

    private JsonBreakException Broken() => new(Line);
}
