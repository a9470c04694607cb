using ChatBot.Answering;
using ChatBot.Answering.Evaluation;

namespace ChatBot.Core.Tests.Answering.Evaluation;

/// <summary>Verdicts of <c>fact-cases.jsonl</c> were given by another program, written from the same words in another language.</summary>
public sealed class FactMatchTests
{
    private static readonly string File = Path.Combine(AppContext.BaseDirectory, "Answering", "Evaluation", "fact-cases.jsonl");

    public static TheoryData<string> Names => new(Frozen().Select(line => line.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void An_answer_is_judged_as_the_other_program_judged_it(string name)
    {
        var line = Frozen().Single(one => one.Name == name);
        var expected = new EvaluationCase(name, line.Pages, ExpectedFacts: line.Facts, MustNot: line.MustNot);

        var verdict = FactMatch.Judge(expected, line.Answer, line.Outcome, line.Uris);

        Assert.Equal(line.Words, FactMatch.Words(line.Answer));
        Assert.Equal(line.Held, verdict.Held);
        Assert.Equal(line.Forbidden, verdict.Forbidden);
        Assert.Equal(line.RightPage, verdict.RightPage);
        Assert.Equal(line.Helpful, verdict.Helpful);
    }

    [Fact]
    public void Partial_is_the_share_of_the_groups_whatever_is_forbidden()
    {
        var expected = new EvaluationCase(
            "q",
            ExpectedFacts:
            [
                ["one"],
                ["two"],
                ["three"],
            ],
            MustNot: ["two"]
        );

        Assert.Equal(2 / 3.0, FactMatch.Judge(expected, "one two", Outcome.Answered, []).Partial);
        Assert.Equal(0, FactMatch.Judge(expected, "one two", Outcome.Blocked, []).Partial);
    }

    [Fact]
    public async Task A_facts_file_is_read_under_both_of_its_spellings()
    {
        var path = Path.GetTempFileName();
        await System.IO.File.WriteAllLinesAsync(
            path,
            [
                """{"question": "q", "kind": "list", "facts": [["a", "b"]], "mustNot": ["c"], "pages": ["p.md"], "answerable": true}""",
                """{"question": "q", "kind": "list", "expectedFacts": [["a", "b"]], "mustNot": ["c"], "expectedDocuments": ["p.md"]}""",
                """{"question": "q", "facts": [], "answerable": false}""",
                """{"question": "q"}""",
            ]
        );
        var cases = await EvaluationCase.ReadAsync(path).ToListAsync();
        System.IO.File.Delete(path);

        foreach (var one in cases.Take(2))
        {
            Assert.Equal(
                [
                    ["a", "b"],
                ],
                one.ExpectedFacts!
            );
            Assert.Equal(["p.md"], one.ExpectedDocuments!);
            Assert.Equal("list", one.Kind);
        }
        Assert.Equal([true, true, false, false], cases.Select(one => one.HasFacts));
        Assert.Equal([true, true, false, true], cases.Select(one => one.Answerable));
    }

    private static IEnumerable<Line> Frozen() => System.IO.File.ReadLines(File).Select(WireJson.Read<Line>);

    private sealed record Line(
        string Name,
        string[][] Facts,
        string[] MustNot,
        string[] Pages,
        string Answer,
        Outcome Outcome,
        string[] Uris,
        string Words,
        bool[] Held,
        string[] Forbidden,
        bool RightPage,
        bool Helpful
    );
}
