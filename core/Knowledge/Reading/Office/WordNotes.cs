using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Footnotes and endnotes, by the names that their signs in the text give them.</summary>
internal sealed class WordNotes(MainDocumentPart main)
{
    private readonly Lazy<Dictionary<string, XElement>> _notes = new(() =>
        WordXml
            .Stream(main.FootnotesPart, "footnotes")
            .Concat(WordXml.Stream(main.EndnotesPart, "endnotes"))
            .Where(note => note.Value("type") is null or "normal")
            .GroupBy(note => $"{note.Kind()} {note.Value("id")}")
            .ToDictionary(notes => notes.Key, notes => notes.First())
    );

    public XElement? Find(string name) => _notes.Value.GetValueOrDefault(name);
}
