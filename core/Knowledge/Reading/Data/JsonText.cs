using System.Text;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// Reads JSON as people and programs write it: with comments, trailing commas, NaN, numbers of any length, single quotes, bare names,
/// cut surrogates (they become U+FFFD), and several values one after the other. Reads forward only, a value at a time.
/// </summary>
internal sealed class JsonText(TextReader text) : JsonSigns(text)
{
    /// <summary>Names that are kept once; a file whose names are ids has no end of them.</summary>
    private const int MostNames = 10_000;

    private static readonly HashSet<string> Words = ["true", "false", "NaN", "Infinity", "undefined", "null", "None", "True", "False"];

    private readonly Dictionary<string, string> _names = [];
    private int _depth;

    /// <summary>What was read of the value that broke.</summary>
    public DataNode? Partial { get; private set; }

    /// <exception cref="JsonBreakException">With <see cref="Partial"/> what was sound before.</exception>
    public DataNode Value()
    {
        Partial = null;
        _depth = 0;
        return Value(null);
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
}
