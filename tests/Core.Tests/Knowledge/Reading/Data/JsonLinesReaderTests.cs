using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class JsonLinesReaderTests
{
    private readonly JsonLinesReader _reader = new();

    [Fact]
    public void A_cut_surrogate_costs_one_sign()
    {
        var documents = _reader.ReadBytes("j01-surrogate.jsonl", Cases.Bytes("j01-surrogate.jsonl"));
        Assert.Equal(["s-1", "s-2", "s-3"], documents.Select(document => document.Uri));
        Assert.Equal("Thanks \uFFFD", documents[1].Whole());
        Assert.Equal("The scanner on floor five is named white-stork.", documents[2].Whole());
    }

    [Fact]
    public void A_bad_line_costs_that_line_and_is_named()
    {
        var leftOut = new List<string>();
        var documents = _reader.ReadBytes("j03-badline.jsonl", Cases.Bytes("j03-badline.jsonl"), leftOut);
        Assert.Equal(["b-1", "b-3"], documents.Select(document => document.Uri));
        Assert.Equal("Door code of the lab is changed every Monday.", documents[1].Whole());
        Assert.Equal(["line 2 is not JSON: it was left out"], leftOut);
    }

    [Theory]
    [InlineData("j04-dup-a.jsonl", "Lift", "The lift in building A is serviced in March.")]
    [InlineData("j04-dup-b.jsonl", "Boiler", "The boiler in building B is serviced in October.")]
    public void A_line_is_a_document_with_its_id(string name, string title, string text)
    {
        var document = Assert.Single(_reader.ReadBytes(name, Cases.Bytes(name)));
        Assert.Equal(("1", title, text), (document.Uri, document.Title, document.Whole()));
    }

    [Fact]
    public void The_text_of_a_line_is_markdown_and_its_category_stays()
    {
        var document = Assert.Single(
            _reader.ReadText("a.jsonl", "{\"id\": \"x\", \"text\": \"# Lift\\n\\n## Service\\n\\nIn March.\", \"category\": \"house\"}\n\n")
        );
        Assert.Equal(("Lift", "house"), (document.Title, document.Category));
        Assert.Equal("# Service\n\nIn March.", document.Whole());
    }

    [Theory]
    [InlineData("{\n \"name\": \"x\",\n \"n\": 1\n}\n{\n \"name\": \"y\"\n}\n", "name: x\nn: 1\n\nname: y")]
    [InlineData("[{\"name\": \"x\"},\n{\"name\": \"y\"}]\n", "name: x\n\nname: y")]
    [InlineData("\uFEFF{\"name\": \"x\"}\r\n{\"name\": \"y\"}\r\n", "name: x\n\nname: y")]
    [InlineData("\u001E{\"name\": \"x\"}\n\u001E{\"name\": \"y\"}\n", "name: x\n\nname: y")]
    public void What_people_name_so_is_read_too(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadText("a.jsonl", text)).Whole());

    [Fact]
    public void Many_records_give_several_documents()
    {
        var documents = _reader.ReadText("log.jsonl", string.Concat(Enumerable.Range(1, 2500).Select(i => $"{{\"n\": {i}}}\n")));
        Assert.Equal(["log.jsonl", "log.jsonl#from record 1001", "log.jsonl#from record 2001"], documents.Select(document => document.Uri));
        Assert.Equal("n: 1001", documents[1].Sections[0].Text);
    }

    [Fact]
    public void A_file_without_a_sound_line_is_refused() =>
        Assert.Equal(
            "line 1 is not JSON, nor is any other: mend it and ingest it again",
            Assert.Throws<UnreadableDocumentException>(() => _reader.ReadText("a.jsonl", "no\njson\n")).Message
        );

    [Theory]
    [MemberData(nameof(Files))]
    public void Any_bytes_are_read_or_refused(string name) => MutatedFiles.Read(_reader, name, Cases.Bytes(name), 60);

    public static TheoryData<string> Files => [.. Cases.Names(".jsonl")];
}
