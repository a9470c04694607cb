using Markdig.Extensions.Abbreviations;
using Markdig.Extensions.Footnotes;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Footnotes and abbreviations that were referred to and are not written yet.</summary>
internal sealed class MarkdownNotes
{
    private readonly HashSet<object> _told = [];
    private readonly List<Footnote> _footnotes = [];
    private readonly List<Abbreviation> _abbreviations = [];

    public void Refer(Footnote footnote)
    {
        if (_told.Add(footnote))
            _footnotes.Add(footnote);
    }

    public void Refer(Abbreviation abbreviation)
    {
        if (_told.Add(abbreviation))
            _abbreviations.Add(abbreviation);
    }

    public IReadOnlyList<Footnote> TakeFootnotes()
    {
        Footnote[] taken = [.. _footnotes];
        _footnotes.Clear();
        return taken;
    }

    public IReadOnlyList<Abbreviation> TakeAbbreviations()
    {
        Abbreviation[] taken = [.. _abbreviations];
        _abbreviations.Clear();
        return taken;
    }
}
