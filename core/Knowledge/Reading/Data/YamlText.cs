using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>YAML as data, with what its comments say beside the values. Anchors are followed as far as they stay small.</summary>
internal static class YamlText
{
    /// <summary>Values that aliases may repeat in one text; a few nested ones could stand for billions.</summary>
    private const int MostRepeated = 20_000;

    /// <summary>Characters of a comment that stands beside a value; longer ones are parts of the file switched off, as a rule.</summary>
    private const int LongNote = 400;

    /// <exception cref="YamlException">It is no YAML; templates are none.</exception>
    public static IReadOnlyList<DataNode> Values(string text)
    {
        var reading = new Reading(new Parser(new Scanner(new StringReader(text), skipComments: false)));
        return reading.Documents();
    }

    private sealed class Reading(IParser parser)
    {
        private readonly Dictionary<AnchorName, (DataNode Node, int Size)> _anchors = [];
        private readonly List<(string Said, long Line)> _comments = [];
        private DataNode? _last;
        private int _lastLine;
        private int _size,
            _repeated;

        public List<DataNode> Documents()
        {
            var documents = new List<DataNode>();
            parser.MoveNext();
            while (Next() is not StreamEnd)
            {
                if (parser.Current is DocumentStart)
                {
                    parser.MoveNext();
                    _anchors.Clear();
                    if (Next() is DocumentEnd)
                        continue;
                    var head = Head(parser.Current!.Start.Line);
                    var value = Value(0);
                    value.Note = Joined(value.Note, head);
                    documents.Add(value);
                }
                else
                {
                    parser.MoveNext();
                }
            }
            return documents;
        }

        /// <summary>The next event that is no comment, not yet taken; comments on the way are kept for what they stand beside.</summary>
        private ParsingEvent Next()
        {
            while (parser.Current is Comment comment)
            {
                var said = comment.Value.Trim(' ', '#', '-', '=', '\t');
                if (comment.IsInline && _last is not null && comment.Start.Line == _lastLine)
                    _last.Note = Joined(_last.Note, said);
                else if (said.Length > 0)
                    _comments.Add((said, comment.End.Line));
                parser.MoveNext();
            }
            return parser.Current ?? throw new YamlException("ends too soon");
        }

        private static string Joined(string note, string said) =>
            said.Length == 0 || note.Length + said.Length > LongNote ? note
            : note.Length == 0 ? said
            : $"{note} {said}";

        /// <summary>Comments at the beginning that an empty line parts from what follows: they speak of the whole.</summary>
        private string Head(long line)
        {
            var beside = _comments.Count;
            for (; beside > 0 && _comments[beside - 1].Line >= line - 1; beside--)
                line = _comments[beside - 1].Line;
            var head = string.Join(' ', _comments.Take(beside).Select(comment => comment.Said));
            _comments.RemoveRange(0, beside);
            return head;
        }

        private string TakeNote()
        {
            var note = string.Join(' ', _comments.Select(comment => comment.Said));
            _comments.Clear();
            return note.Length <= LongNote ? note : "";
        }

        private DataNode Value(int depth)
        {
            var start = _size;
            _size++;
            var current = Next();
            DataNode node;
            switch (current)
            {
                case Scalar scalar:
                    node = new DataScalar(
                        scalar.Value.TrimEnd(),
                        isNothing: scalar.IsPlainImplicit && scalar.Value is "" or "~" or "null" or "Null" or "NULL",
                        isWord: scalar.IsPlainImplicit && scalar.Value is "true" or "false"
                    );
                    parser.MoveNext();
                    _last = node;
                    _lastLine = (int)scalar.End.Line;
                    break;
                case AnchorAlias alias:
                    parser.MoveNext();
                    return Alias(alias.Value);
                case NodeEvent when depth >= DataNode.Deepest:
                    parser.SkipThisAndNestedEvents();
                    return new DataScalar("", isNothing: true);
                case MappingStart:
                    node = Map(depth);
                    break;
                case SequenceStart:
                    node = List(depth);
                    break;
                default:
                    throw new YamlException(current.Start, current.End, "no value stands here");
            }
            if (current is NodeEvent { Anchor.IsEmpty: false } anchored)
                _anchors[anchored.Anchor] = (node, _size - start);
            return node;
        }

        private DataMap Map(int depth)
        {
            var map = new DataMap();
            parser.MoveNext();
            while (Next() is not MappingEnd)
            {
                var note = TakeNote();
                var name = Value(depth + 1) is DataScalar scalar ? scalar.Value : "";
                var value = Value(depth + 1);
                if (name == "<<")
                {
                    foreach (var merged in value is DataList several ? several.Values : [value])
                        map.Entries.AddRange(merged.Entries.Where(entry => !map.Entries.Exists(own => own.Name == entry.Name)));
                    continue;
                }
                map.Entries.RemoveAll(entry => entry.Name == name); // what was merged before gives way
                if (note.Length > 0)
                    value.Note = Joined(note, value.Note);
                map.Entries.Add((name, value));
            }
            parser.MoveNext();
            return map;
        }

        private DataList List(int depth)
        {
            var list = new DataList();
            parser.MoveNext();
            while (Next() is not SequenceEnd)
            {
                var note = TakeNote();
                var value = Value(depth + 1);
                if (note.Length > 0)
                    value.Note = Joined(note, value.Note);
                list.Values.Add(value);
            }
            parser.MoveNext();
            return list;
        }

        private DataNode Alias(AnchorName name)
        {
            if (!_anchors.TryGetValue(name, out var anchored) || _repeated + anchored.Size > MostRepeated)
                return new DataScalar("*" + name.Value);
            _size += anchored.Size;
            _repeated += anchored.Size;
            // A node of its own, so that a comment beside one place is not one beside the other.
            return anchored.Node is DataScalar scalar ? new DataScalar(scalar.Value, scalar.IsNothing, scalar.IsWord) : anchored.Node;
        }
    }
}
