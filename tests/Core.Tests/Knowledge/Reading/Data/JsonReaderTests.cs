using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class JsonReaderTests
{
    private readonly JsonReader _reader = new();

    [Theory]
    [InlineData("j02-nan.json", "sensor: north\nlimit: NaN\nunit: bar\n\nsensor: south\nlimit: 4.5\nunit: bar")]
    [InlineData("j05-concat.json", "name: alpha\nport: 7001\n\nname: beta\nport: 7002")]
    [InlineData("j06-bigint.json", "dataset: ledger\nrowId: 12345678901234567890\nratio: 1e-7\nactive: true\nnote: Straße")]
    public void A_file_of_values_is_read_as_it_was_meant(string name, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadBytes(name, Cases.Bytes(name))).Whole());

    [Theory]
    [InlineData("{'a': 1, b: [1, 2,], // why\n \"c\": -Infinity, /* x */ d: undefined}", "a: 1\nb: 1, 2\nc: -Infinity")]
    [InlineData("{\"a\": \"x\\ud83dy\\u0041\\n\\\"z\\\"\"}", "a: x\uFFFDyA\n\"z\"")]
    [InlineData("{\"a\":1}{\"a\":2}\n[{\"a\":3}]", "a: 1\n\na: 2\n\na: 3")]
    [InlineData("\uFEFF[\"one\", \"two\"]", "- one\n- two")]
    [InlineData("{\"grid\": [[1, 2], [3, 4]]}", "grid: 1, 2\ngrid: 3, 4")]
    [InlineData(
        "{\"team\": \"Loaders\", \"lead\": {\"name\": \"Jo\"}, \"members\": [{\"name\": \"A\", \"at\": {\"floor\": "
            + "2}}, {\"name\": \"B\"}]}",
        "team: Loaders\nlead.name: Jo\n\n# members\n\n- name: A; at.floor: 2\n- name: B"
    )]
    public void So_are_other_notations(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadText("a.json", text)).Whole());

    [Fact]
    public void Documents_and_records_are_told_apart()
    {
        var documents = _reader.ReadText(
            "export.json",
            """
            [
              {"id": 7, "title": "Seven", "text": "About seven."},
              {"name": "x", "tags": ["a", "b"], "at": {"city": "Bonn"}, "none": null}
            ]
            """
        );
        Assert.Equal(("7", "Seven"), (documents[0].Uri, documents[0].Title));
        Assert.Equal("name: x\ntags: a, b\nat.city: Bonn", Assert.Single(documents[1].Sections).Text);
        Assert.Equal(PassageKind.Record, documents[1].Sections[0].Kind);
    }

    [Theory]
    [InlineData("{\"a\": ", "is not JSON (line 1): mend it and ingest it again")]
    [InlineData("\n\nhello", "is not JSON (line 3): mend it and ingest it again")]
    [InlineData("[[[[", "is not JSON (line 1): mend it and ingest it again")]
    public void A_file_without_anything_sound_is_refused(string text, string expected) =>
        Assert.Equal(expected, Assert.Throws<UnreadableDocumentException>(() => _reader.ReadText("a.json", text)).Message);

    [Theory]
    [InlineData("[{\"a\":1},{\"b\":2},{\"c\":3,\"d\":\"x", "a: 1\n\nb: 2\n\nc: 3", "is no JSON from line 1 on: what follows was left out")]
    [InlineData("[\n{\"a\":1},\n{\"b\":},\n{\"c\":3}\n]", "a: 1\n\nc: 3", "line 3 is not JSON: it was left out")]
    [InlineData("{\"a\":1}\n{\"b\":}\n{\"c\":3}\n", "a: 1\n\nc: 3", "line 2 is not JSON: it was left out")]
    [InlineData(
        "{\"items\": [\n  {\"a\": 1},\n  {\"a\": },\n  {\"a\": 3}\n], \"more\": 4}",
        "a: 1\n\na: 3\n\nmore: 4",
        "line 3 is not JSON: it was left out"
    )]
    public void What_is_sound_beside_a_broken_place_stays(string text, string expected, string told)
    {
        var leftOut = new List<string>();
        Assert.Equal(expected, Assert.Single(_reader.ReadBytes("a.json", Encoding.UTF8.GetBytes(text), leftOut)).Whole());
        Assert.Equal([told], leftOut);
    }

    [Fact]
    public void A_long_object_is_parted_by_the_names_in_it()
    {
        var fields = string.Join(", ", Enumerable.Range(1, 25).Select(i => $"\"field{i}\": \"a value of some length {i}\""));
        var document = Assert.Single(
            _reader.ReadText("a.json", $"{{\"small\": 1, \"one\": {{{fields}}}, \"two\": {{\"in\": {{{fields}}}, \"b\": 2}}}}")
        );
        Assert.Equal(["", "one", "two"], document.Sections.Select(section => string.Join('/', section.Headings)));
        Assert.StartsWith("one.field1: a value of some length 1\n", document.Sections[1].Text);
    }

    [Fact]
    public void Values_nested_without_end_do_not_end_the_process() =>
        Assert.Throws<UnreadableDocumentException>(() => _reader.ReadText("a.json", new string('[', 1_000_000)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Any_bytes_are_read_or_refused(string name) => MutatedFiles.Read(_reader, name, Cases.Bytes(name), 60);

    public static TheoryData<string> Files => [.. Cases.Names(".json")];
}
