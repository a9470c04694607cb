using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The lines of one page after another become headings, paragraphs, lists, code and tables; sentences go on over pages.</summary>
internal sealed class Flow
{
    /// <summary>Lines of a paragraph; what is longer is no sentence that goes on.</summary>
    private const int MostLines = 300;

    private readonly Typography _type;
    private readonly LineText _text;
    private readonly Continuation _continuation;
    private readonly Headings _headings;
    private readonly ListBuilder _list = new();
    private readonly List<Block> _blocks = [];
    private readonly List<Block> _behind = [];
    private readonly List<TextLine> _open = [];
    private readonly HashSet<int> _breaks = [];
    private int _openPage,
        _lastPage;
    private (string Mark, int Length)? _mark;
    private (PdfTable Table, int Block)? _lastTable;

    public Flow(Typography type, Vocabulary vocabulary)
    {
        _type = type;
        _text = new LineText(vocabulary);
        _continuation = new Continuation(type);
        _headings = new Headings(type);
    }

    public void Add(PageContent page, IReadOnlyList<Element> elements)
    {
        var (text, notes) = Notes.Part(elements, page.Height, _type.Body);
        foreach (var element in text)
            if (element is TableElement { Table: var table })
                Add(table, page.Number);
            else if (element is TextLine line)
                Add(line, page.Number);
        foreach (var line in notes)
            Behind(line, page.Number);
    }

    /// <summary>Text beside the page's own, a margin's for instance.</summary>
    public void AddBeside(IReadOnlyList<Element> elements, int page)
    {
        foreach (var line in elements.OfType<TextLine>())
            _behind.Add(new Paragraph(_text.Of([line.Pieces])) { Page = page });
    }

    public List<Block> Finish()
    {
        Close();
        CloseList();
        Flush();
        _headings.SetLevels(_blocks);
        return _blocks;
    }

    private void Add(TextLine line, int page)
    {
        var mark = MarkOf(line);
        if (_open.Count > 0)
        {
            var next =
                IsCode(line) || IsCode(_open[^1]) ? (IsCode(line) && IsCode(_open[^1]) && page == _lastPage ? Next.Same : Next.New)
                : _open.Count >= MostLines ? Next.New
                : mark is not null && StartsItem(mark.Value.Mark) ? Next.New
                : _continuation.Of(_open, line, page == _lastPage, _mark is not null);
            if (next == Next.New)
                Close();
            else if (next == Next.Break)
                _breaks.Add(_open.Count);
        }
        if (_open.Count == 0)
        {
            _openPage = page;
            _mark = mark is not null && !IsCode(line) ? mark : null;
        }
        _open.Add(line);
        _lastPage = page;
    }

    /// <summary>A number at the start of a line within a sentence is no mark.</summary>
    private bool StartsItem(string mark) =>
        mark.Length == 0
        || _mark is not null
        || Prose.EndsSentence(_open[^1].Text)
        || ListMarks.Number(mark) is 1
        || (!_list.IsEmpty && _list.CountsOn(mark))
        || _headings.Is(_open, _open[^1].Text);

    private static (string Mark, int Length)? MarkOf(TextLine line) => line.Mark.Length > 0 ? (line.Mark, 0) : ListMarks.At(line.Text);

    private bool IsCode(TextLine line) => line.FixedWidth && !_type.BodyIsFixedWidth;

    private void Close()
    {
        if (_open.Count == 0)
            return;
        var whole = (_open[0].Mark.Length > 0 ? _open[0].Mark + " " : "") + string.Join(' ', _open.Select(line => line.Text));
        var lines = _open.ConvertAll(line => line.Pieces);
        if (IsCode(_open[0]))
            Put(new CodeBlock(Code.Of(_open)) { Page = _openPage });
        else if (_headings.Is(_open, whole))
        {
            CloseList();
            _headings.Add(_blocks.Count, _open[0], whole);
            _blocks.Add(new Heading(1, WithMark(_open[0].Mark, _text.Of(lines))) { Page = _openPage });
        }
        else if (_mark is { } mark)
        {
            // A list is cut where a page ends, so that each part names its page.
            if (_list.Page is { } page && page != _openPage)
                CloseList();
            _list.Add(_open[0].Left, mark.Mark, _text.Of(lines, _breaks, mark.Length), _openPage);
        }
        else
            Put(new Paragraph(_text.Of(lines, _breaks)) { Page = _openPage });
        _open.Clear();
        _breaks.Clear();
        _mark = null;
        _lastTable = null;
    }

    private static IReadOnlyList<Inline> WithMark(string mark, IReadOnlyList<Inline> text) =>
        mark.Length == 0 || ListMarks.IsBullet(mark) ? text : [new Words(mark + " "), .. text];

    private void Put(Block block)
    {
        CloseList();
        _blocks.Add(block);
        Flush();
    }

    private void CloseList()
    {
        if (_list.IsEmpty)
            return;
        _blocks.Add(_list.Take());
        Flush();
    }

    /// <summary>Notes stand behind the paragraph that was open when they came.</summary>
    private void Flush()
    {
        _blocks.AddRange(_behind);
        _behind.Clear();
    }

    private void Behind(TextLine line, int page)
    {
        if (Notes.IsMarked(line) || _behind.Count == 0 || _behind[^1] is not Paragraph { Content: var before })
            _behind.Add(new Paragraph(WithMark(line.Mark, _text.Of([line.Pieces]))) { Page = page });
        else
            _behind[^1] = new Paragraph([.. before, new Words(" "), .. _text.Of([line.Pieces])]) { Page = page };
    }

    private void Add(PdfTable table, int page)
    {
        Close();
        CloseList();
        var rows = table.Cells.Select(Row).ToList();
        var header = table.HeaderRows;
        // A table that goes on over a page keeps the names of its columns.
        if (_lastTable is { } last && Goes(last.Table, table) && _blocks[last.Block] is Table { HeaderRows: 1 } above)
        {
            if (header == 0 || !Same(above.Rows[0], rows[0]))
                rows.Insert(0, above.Rows[0]);
            header = 1;
        }
        Put(new Table(rows, header) { Page = page });
        _lastTable = (table, _blocks.FindLastIndex(block => block is Table));
        _lastPage = page;
    }

    private static bool Goes(PdfTable above, PdfTable below) =>
        above.Columns.Count == below.Columns.Count && above.Columns.Zip(below.Columns).All(pair => Math.Abs(pair.First - pair.Second) < 4);

    private static bool Same(IReadOnlyList<IReadOnlyList<Inline>> one, IReadOnlyList<IReadOnlyList<Inline>> other) =>
        one.Zip(other).All(cells => BlockWriter.Line(cells.First) == BlockWriter.Line(cells.Second));

    private IReadOnlyList<IReadOnlyList<Inline>> Row(IReadOnlyList<IReadOnlyList<Piece>> row) => [.. row.Select(Cell)];

    private IReadOnlyList<Inline> Cell(IReadOnlyList<Piece> pieces) => [.. pieces.Count == 0 ? [] : WithBullet(pieces)];

    private IEnumerable<Inline> WithBullet(IReadOnlyList<Piece> pieces)
    {
        var lines = Place
            .Rows(pieces.Select(piece => new Place(piece.Box, piece, null)))
            .ConvertAll(row => (IReadOnlyList<Piece>)row.ConvertAll(place => place.Piece!));
        return WithMark(lines[0][0].Mark, _text.Of(lines));
    }
}
